"""Packages as pip leaves them, for tests of extensions: nothing is built."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corefile.coredns.catalogue import lookup
from corefile.lint import extensions, forget_configurations, registry

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "examples" / "extension"

RULE = '''\
"""Finds what it finds.

## Bad

```corefile
. {
    whoami
}
```

## Good

```corefile
. {
    log
}
```
"""

from corefile.lint import CorefileRule


def check(ctx):
    for server in ctx.config.servers:
        for line in server.directives:
            if line.name == "whoami":
                yield RULE.at(ctx, line.tokens[0], "it says who it is")


RULE = CorefileRule("ACME001", "says-who-it-is", "warning", check)
'''

PLUGIN = """\
from typing import ClassVar
from corefile.plugins import *

@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Plugin):
    name: ClassVar[str] = "audit"
    usage: ClassVar[str] = "audit"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "observes"
"""


@contextmanager
def packages(folder: Path) -> Iterator[Path]:
    """Make a folder one of those of packages; what is loaded from it is forgotten afterwards."""
    folder.mkdir()
    everywhere, before = list(sys.path), set(sys.modules)
    sys.path.append(str(folder))
    try:
        yield folder
    finally:
        sys.path[:] = everywhere
        forget()
        for name in set(sys.modules) - before:
            if name.startswith(("acme", "corefile_acme")):
                del sys.modules[name]


def forget() -> None:
    """Forget what extensions brought: another process would not know it."""
    extensions.loaded.cache_clear()
    forget_configurations()
    for known in (registry._OTHERS, registry._ORIGINS, lookup._OTHERS, extensions._HOMES):
        known.clear()


def install(
    site: Path,
    name: str,
    points: Mapping[str, Mapping[str, str]],
    modules: Mapping[str, str],
    *,
    version: str = "1.0.0",
) -> None:
    """Put a package into a folder of packages: its modules, entry points and record."""
    for path, text in modules.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    for old in site.glob(f"{name.replace('-', '_')}-*.dist-info"):
        shutil.rmtree(old)
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    groups = (
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in each.items())
        for group, each in points.items()
    )
    (info / "entry_points.txt").write_text("\n".join(groups))
    rows = "".join(f"{path},sha256={hash(text)},\n" for path, text in modules.items())
    record = info / "RECORD"
    record.write_text(f"{rows}{info.name}/RECORD,,\n")
    # Old enough for the cache to trust it.
    os.utime(record, (1_600_000_000, 1_600_000_000))


def install_template(site: Path) -> None:
    """Put the template of the examples into a folder of packages."""
    folder = TEMPLATE / "corefile_acme"
    install(
        site,
        "corefile-acme",
        {
            "corefile.rules": {"no-public-upstream": "corefile_acme.no_public_upstream:RULE"},
            "corefile.plugins": {"audit": "corefile_acme.audit:Audit"},
        },
        {f"corefile_acme/{path.name}": path.read_text("utf-8") for path in folder.glob("*.py")},
    )
