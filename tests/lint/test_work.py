"""Rules take time in proportion to the text."""

from collections.abc import Callable

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import Settings, lint_document
from corefile.lint.engine import lint
from corefile.lint.fixing import fix_document
from corefile.lint.recovery.judge import Judge
from corefile.lint.recovery.recover import candidates
from corefile.lint.recovery.words import Words
from corefile.lint.registry import all_rules
from corefile.syntax.parser import parse
from corefile.text.source import Source
from tests.work import growth

RULES = {rule.code: rule for rule in all_rules()}


def forwards(size: int) -> str:
    lines = "".join(f"    forward z{number}.example 9.9.9.9\n" for number in range(size))
    return f". {{\n{lines}}}\n"


def keys(size: int) -> str:
    zones = " ".join(f"z{number}.example" for number in range(size))
    table = "    hosts {\n        192.0.2.1 a.z1.example\n        fallthrough\n    }\n"
    return f"{zones} {{\n{table}    whoami\n}}\n"


def comments(size: int) -> str:
    return "# corefile: ignore[CF302]\n" * size + ". {\n    whoami\n}\n"


def tables(size: int) -> str:
    blocks = (f"z{number}.example {{\nhosts\nwhoami\n}}\n" for number in range(size))
    return "".join(blocks)


def idle(size: int) -> str:
    lines = "        # why\n        upstream\n\n        ttl 60\n" * size
    return f". {{\n    etcd {{\n{lines}    }}\n}}\n"


def repeated(size: int) -> str:
    lines = (f"    # why\n    reload {number + 2}s\n\n" for number in range(size))
    return f". {{\n{''.join(lines)}}}\n"


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (["CF403"], lambda size: "}\n" * size),
        (["CF302", "CF011"], comments),
        (["CF301"], forwards),
        (["CF201"], keys),
        (["CF201"], tables),
        (["CF417"], idle),
        (["CF416"], repeated),
    ],
    ids=[
        "no-answering-plugin",
        "unused-suppression",
        "forward-loop-to-self",
        "missing-fallthrough",
        "added-blocks",
        "removed-properties",
        "removed-plugins",
    ],
)
def test_the_work_grows_with_the_text(rules: list[str], text: Callable[[int], str]) -> None:
    chosen = [RULES[code] for code in rules]
    assert growth(lambda size: lint(text(size), rules=chosen), 50) < 2.2


def block(*lines: str) -> Callable[[int], str]:
    """Return what repeats lines in a server block; `@` is the number of the time."""

    def text(size: int) -> str:
        body = "".join(
            "".join(f"    {line.replace('@', str(number))}\n" for line in lines)
            for number in range(size)
        )
        return f". {{\n{body}    whoami\n}}\n"

    return text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (["CF301"], block("bind 192.0.2.53", "forward . 192.0.2.54")),
        (["CF006"], block("azure group:z@.example {", "tenant a", "}")),
        (["CF006"], block("geoip /db.mmdb")),
        (["CF006"], block("cache x")),
        (["CF007"], block("hosts {", "192.0.2.1 a.example", "}")),
        (["CF007", "CF302"], block("cache 30 # corefile: ignore[CF007]")),
        (["CF302", "CF011"], block("log # corefile: ignore[nosuch, CF201]")),
        (
            ["CF006"],
            lambda n: ". {\n    cache {\n" + "        serve_stale_policy x\n" * n + "    }\n}\n",
        ),
    ],
    ids=[
        "listeners",
        "zones of stanzas",
        "files of stanzas",
        "refused",
        "twice",
        "suppressed",
        "unknown suppressions",
        "properties that come once",
    ],
)
def test_what_comes_again_in_a_block(rules: list[str], text: Callable[[int], str]) -> None:
    chosen = [RULES[code] for code in rules]
    assert growth(lambda size: lint(text(size), rules=chosen), 20) < 2.2


def conditions(first: str, others: str, end: str) -> Callable[[int], str]:
    return lambda size: (
        f". {{\n{first}\n    log\n" + f"{others}\n    errors\n" * size + f"{end}\n}}\n"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (conditions("{% if a %}", "{% elif b %}", "{% endif %}"), "Corefile.j2"),
        (conditions("{{ if a }}", "{{ else if b }}", "{{ end }}"), "Corefile.tmpl"),
    ],
    ids=["jinja", "go"],
)
def test_chains_of_conditions(text: Callable[[int], str], name: str) -> None:
    def check(size: int) -> object:
        return lint_document(read(text(size), name), settings=Settings((RULES["CF006"],)))

    assert growth(check, 20) < 2.2


def numbered(size: int, lines: str) -> str:
    """Return lines so many times; `@` is the number of the time, and `@-` that before it."""
    return "".join(lines.replace("@-", str(n)).replace("@", str(n + 1)) for n in range(size))


@pytest.mark.parametrize(
    ("first", "others", "data"),
    [
        ("x0: &x0\n  k: v\n", "x@: &x@\n  <<: *x@-\n  k@: v\n", "data:\n  <<: *x{0}\n"),
        ("x0: &x0\n  k: v\n", "x@: &x@\n  k@: v\n", "data:\n  <<: [*x0{1}]\n"),
        ("x: &x\n", "  k@: v\n", "data:\n{2}"),
        ("data:\n  <<: &x\n", "    k@: v\n", ""),
    ],
    ids=["chain", "list", "again", "members"],
)
def test_merged_members(first: str, others: str, data: str) -> None:
    def check(size: int) -> object:
        merges = numbered(size, ", *x@"), "  <<: *x\n" * size
        text = first + numbered(size, others) + data.format(size, *merges)
        end = "  Corefile: |\n    .:53 {\n      whoami\n    }\n"
        return lint_document(read(f"kind: ConfigMap\n{text}{end}", "x.yaml"))

    assert growth(check, 40) < 2.2


def test_fixes_of_one_plugin() -> None:
    """What fixes change is compared in steps in proportion, also where the same comes again."""
    text = block("forward . 9.9.9.9\u200b")
    chosen = Settings((RULES["CF106"],))

    def fix(size: int) -> None:
        assert fix_document(read(text(size), "Corefile"), settings=chosen, unsafe=True).fixed

    assert growth(fix, 10) < 2.3


def test_lines_beside_what_is_refused_are_told_from_the_others_at_once() -> None:
    build = stock("1.15.0")

    def work(size: int) -> None:
        text = "a.example {\n    nosuch\n}\n" * size
        words = Words.of(build, parse(Source(text, "Corefile")).tokens())
        judge = Judge("Corefile", None, build, words)
        assert [*candidates(judge.judge(text), judge)]

    assert growth(work, 60) < 2.3
