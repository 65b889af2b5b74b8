"""Write what the playground takes from this package: the modules it runs, and what it knows.

    python -m tools.playground_files FOLDER

`playground/build.mjs` runs it. In FOLDER are then `modules`, with the package as its wheel has it
and PyYAML without libyaml, which requirements/dev.txt pins; and `facts.json`, with the words of the
language, the releases and the examples.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import files, version
from pathlib import Path

import corefile
from corefile.coredns.releases.data import RELEASES
from corefile.coredns.releases.release import KUBERNETES, NEWEST
from corefile.go.dns import TYPES
from tools.compile_textmate import plugins, properties

ROOT = Path(__file__).resolve().parent.parent
#: Folders of the package that the playground has no use for.
LEFT_OUT = ("cli", "completion", "grammar", "highlight", "webhook")
#: What it has of the language server: what a word means, and what can be written.
SERVER = frozenset(
    f"corefile/server/{name}.py"
    for name in "__init__ analysis completion hover project queries spots syntaxes".split()
)
#: What there is to try, with the tab that shows most of it.
EXAMPLES = (
    ("hosts keeps names from forward (ConfigMap)", "broken/coredns-configmap.yaml", "findings"),
    ("A block that is never closed", "broken/never-closed.corefile", "findings"),
    ("All on one line", "broken/one-line.corefile", "findings"),
    ("A resolver for an office, with a snippet", "Corefile", "expanded"),
    ("A cluster with names of its own", "queries/cluster.corefile", "traced"),
    ("Another answer for clients inside", "queries/view.corefile", "traced"),
    ("Stub domains of a cluster (ConfigMap)", "clusters/stub-domains.yaml", "graph"),
    ("From CoreDNS 1.3.1 to the newest (ConfigMap)", "upgrade/coredns.yaml", "migrated"),
    ("Values for Helm", "inside/values.yaml", "findings"),
)


def main(folder: Path) -> None:
    """Write everything into a folder, which is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    modules = folder / "modules"
    modules.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
        command = [*pip, "--no-build-isolation", "-w", place, str(ROOT)]
        subprocess.run(command, check=True)  # noqa: S603 - no words of others
        (wheel,) = Path(place).glob("corefile-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if is_wanted(name)]
            archive.extractall(modules, names)
    for file in files("PyYAML") or ():
        if file.suffix == ".py" and file.parts[0] == "yaml":
            (modules / "yaml").mkdir(exist_ok=True)
            shutil.copy(str(file.locate()), modules / "yaml")
    shutil.copy(ROOT / "playground" / "answers.py", modules)
    text = json.dumps(facts(), ensure_ascii=False)
    (folder / "facts.json").write_text(text, "utf-8")


def is_wanted(name: str) -> bool:
    """Tell whether the playground runs a file of the wheel."""
    folder = name.split("/")[1]
    is_left_out = folder in LEFT_OUT or (folder == "server" and name not in SERVER)
    return name.endswith(".py") and not is_left_out


def facts() -> dict[str, object]:
    """Return what the page knows before Python runs."""
    return {
        "version": corefile.__version__,
        "yaml": version("PyYAML"),
        "plugins": sorted(plugins()),
        "properties": sorted(properties()),
        "types": sorted(TYPES),
        "releases": RELEASES.split(),
        "newest": str(NEWEST),
        "kubernetes": KUBERNETES,
        "examples": [
            {
                "title": title,
                "name": path.rpartition("/")[2],
                "tab": tab,
                "from": "1.3.1" if tab == "migrated" else "",
                "text": (ROOT / "examples" / path).read_text("utf-8"),
            }
            for title, path, tab in EXAMPLES
        ],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
