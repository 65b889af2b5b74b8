"""What is found in the portions of a file is what is found in the whole file."""

from dataclasses import replace

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import (
    CheckResult,
    InFile,
    Located,
    Settings,
    divided,
    lint_document,
    lint_portion,
)
from corefile.text.source import Source

#: Corefiles with all kinds of findings: with a fix in the middle and at the end, with another place
#: that matters, with slips of the hand and what follows from them, and without any.
COREFILES = (
    ". {\n    hosts {\n        192.0.2.1 a.example\n    }\n    forward . 192.0.2.53\n}\n",
    "a.example {\n    whoami\n}\na.example {\n    whoami\n}\n",
    ". {\n    whoami }\n",
    ". {\n    cache 30\n    cach 60\n    whoami\n}\n",
    ". {\n    forward . 192.0.2.53 {\n        max_fails 1\n    whoami\n}\n",
    ". {\n    import nothing\n    whoami\n}\n",
    ". {\n    errors\n    whoami\n}\n",
)
TAIL = "kind: List\nmetadata:\n  name: all\n"


def config_map(number: int, corefile: str, key: str = "Corefile") -> str:
    lines = "".join(f"    {line}\n" for line in corefile.splitlines())
    return (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n"
        f"  namespace: {'kube-system' if key != 'Corefile' else f'c-{number}'}\n"
        f"data:\n  {key}: |\n{lines}"
    )


CONFIG_MAPS = [
    config_map(n, COREFILES[n % 7], "Corefyle" if n == 33 else "Corefile") for n in range(65)
]
POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: coredns/coredns:{}\n"


def as_items(manifests: list[str]) -> str:
    items = ("- " + each.replace("\n", "\n  ").rstrip(" ") for each in manifests)
    return "apiVersion: v1\nitems:\n" + "".join(items) + TAIL


def together(text: str, name: str, settings: Settings) -> CheckResult | None:
    """Check the portions of a file; None where it has none."""
    release, portions = divided(text, name, settings)
    file = InFile(Source(text, name), release)
    some = False
    for portion in portions:
        some = True
        file.add(lint_portion(portion, name, settings=settings, release=release))
    return file.checked if some else None


def comparable(checked: CheckResult) -> CheckResult:
    """Leave out the text that findings in Corefiles are in, which has no name of its own."""
    return replace(checked, findings=tuple(map(bare, checked.findings)))


def bare(item: Located) -> Located:
    finding = replace(item.finding, source=Source(""), related=(), consequences=())
    return replace(item, finding=finding, consequences=tuple(map(bare, item.consequences)))


@pytest.mark.parametrize(
    "text",
    [
        as_items(CONFIG_MAPS),
        "---\n".join(CONFIG_MAPS),
        as_items([*CONFIG_MAPS, POD.format("1.8.0")]),
    ],
)
@pytest.mark.parametrize("build", [None, stock("1.9.0")])
def test_the_same_is_found(text: str, build: object) -> None:
    settings = Settings() if build is None else Settings(build=stock("1.9.0"))
    whole = lint_document(read(text, "fleet.yaml"), settings=settings)
    assert len(whole.findings) > 40
    assert any(item.fix for item in whole.findings)
    found = together(text, "fleet.yaml", settings)
    assert found is not None
    assert comparable(found) == comparable(whole)


@pytest.mark.parametrize(
    "more",
    [
        [POD.format("1.8.0"), POD.format("1.9.0")],
        ["# corefile: disable-file CF201\n" + CONFIG_MAPS[0]],
    ],
)
def test_what_is_about_all_of_a_file_is_not_divided(more: list[str]) -> None:
    text = "---\n".join([*CONFIG_MAPS, *more])
    assert together(text, "fleet.yaml", Settings()) is None


@pytest.mark.parametrize(
    "around",
    [
        "data:\n  Corefile: |\n    . {\n      cach\n    }\n",
        'metadata:\n  annotations: {Corefile: ". {\\n  cach\\n}\\n"}\n',
    ],
)
def test_a_corefile_around_the_items_counts_once(around: str) -> None:
    text = as_items(CONFIG_MAPS).removesuffix(TAIL) + "kind: List\n" + around
    assert together(text, "fleet.yaml", Settings()) is None
