"""`corefile set`, `add` and `remove`: what they change, what they leave, how they end."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.programs import corefile
from tests.cli.test_lint import write
from tests.cli.test_start import HEAVY, loaded

PLAIN = """\
# cluster DNS
.:53 {
    errors  # keep
    # to the outside
    forward . 8.8.8.8 {
        max_concurrent 1000
    }
    cache 30
}
"""

TWO = ". {\n    whoami\n}\nexample.org:1053 {\n    whoami\n}\n"


def manifest(text: str, style: str | None) -> str:
    """Return a ConfigMap as kubectl prints it, its Corefile in a style of YAML."""
    loaded = {
        "apiVersion": "v1",
        "data": {"Corefile": text},
        "kind": "ConfigMap",
        "metadata": {"name": "coredns", "namespace": "kube-system"},
    }
    if style is None:
        return json.dumps(loaded, indent=4)

    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(
        str,
        lambda dumper, value: dumper.represent_scalar(
            "tag:yaml.org,2002:str", value, style if "\n" in value else None
        ),
    )
    return yaml.dump(loaded, Dumper=Dumper, width=10**6)


#: The words of a command, what it takes away, and what stands there instead.
EDITS = [
    ("set cache 60", "cache 30", "cache 60"),
    ("set forward . 9.9.9.9 1.1.1.1", ". 8.8.8.8 {", ". 9.9.9.9 1.1.1.1 {"),
    ("set forward.max_concurrent 5", "max_concurrent 1000", "max_concurrent 5"),
    ("set forward.policy random", "1000\n", "1000\n        policy random\n"),
    ("set cache.prefetch 5", "cache 30\n", "cache 30 {\n        prefetch 5\n    }\n"),
    ("set log", "# keep\n", "# keep\n    log\n"),
    ("add log", "# keep\n", "# keep\n    log\n"),
    ("add whoami", "cache 30\n", "cache 30\n    whoami\n"),
    ("remove cache", "    cache 30\n", ""),
    ("remove errors", "    errors  # keep\n", ""),
    ("remove forward.max_concurrent", " {\n        max_concurrent 1000\n    }", ""),
    ("remove forward . 8.8.8.8", PLAIN[PLAIN.index("    # to") : PLAIN.index("    cache")], ""),
    ("remove cache 31", "", ""),
    ("remove log.class", "", ""),
    ("set cache 30", "", ""),
    ("add cache 30", "", ""),
]


def edited(old: str, new: str) -> str:
    assert old == "" or PLAIN.count(old) == 1
    return PLAIN.replace(old, new) if old else PLAIN


@pytest.mark.parametrize(("words", "old", "new"), EDITS)
def test_a_plain_corefile(tmp_path: Path, words: str, old: str, new: str) -> None:
    path = write(tmp_path, "Corefile", PLAIN)
    ran = corefile(*words.split(), "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out, path.read_text()) == (0, "", edited(old, new))
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("style", ["|", '"', "'", None])
@pytest.mark.parametrize(("words", "old", "new"), EDITS[::4])
def test_a_config_map_on_standard_input(words: str, old: str, new: str, style: str | None) -> None:
    before, after = manifest(PLAIN, style), manifest(edited(old, new), style)
    ran = corefile(*words.split(), "-", stdin=before.encode())
    assert ran.status == 0
    assert yaml.safe_load(ran.out) == yaml.safe_load(after)
    if style != "'":  # where the line breaks of a string go is not ours to say
        assert ran.out == after


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("    ", "\t")])
@pytest.mark.parametrize(("words", "old", "new"), EDITS[::3])
def test_line_ends_and_tabs_stay(
    tmp_path: Path, words: str, old: str, new: str, change: tuple[str, str]
) -> None:
    path = write(tmp_path, "Corefile", PLAIN.replace(*change))
    assert corefile(*words.split(), path).status == 0
    assert path.read_bytes() == edited(old, new).replace(*change).encode()


def test_bytes_that_are_not_text_stay(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", b"# \xff\n. {\n    cache 30 # \xfe\n}")
    assert corefile("set", "cache", "60", path).status == 0
    assert path.read_bytes() == b"# \xff\n. {\n    cache 60 # \xfe\n}"


def test_what_does_not_change_is_not_written(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", PLAIN)
    before = path.stat()
    for words in ("set cache 30", "add cache 30", "remove log"):
        assert corefile(*words.split(), path).status == 0
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_diff(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", PLAIN)
    ran = corefile("set", "--diff", "cache", "60", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.err, path.read_text()) == (1, "", PLAIN)
    assert ran.out.startswith("--- a/Corefile\n+++ b/Corefile\n@@ ")
    assert "\n-    cache 30\n+    cache 60\n" in ran.out
    ran = corefile("set", "cache", "30", "Corefile", "--diff", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_line_with_a_block() -> None:
    line = (
        'template IN A {\nmatch "a b"\nfallthrough\nanswer "{{ .Name }} 60 IN A 192.0.2.1"\n}\nlog'
    )
    ran = corefile("add", line, "-", stdin=PLAIN.encode())
    block = (
        "    template IN A {\n"
        '        match "a b"\n'
        "        fallthrough\n"
        '        answer "{{ .Name }} 60 IN A 192.0.2.1"\n'
        "    }\n"
    )
    new = PLAIN.replace("    # to", block + "    # to").replace("# keep\n", "# keep\n    log\n")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == new
    assert corefile("add", line, "-", stdin=new.encode()).out == new


SEVERAL = ". {\n    forward a.org 8.8.8.8\n    forward . 8.8.4.4 {\n        expire 9s\n    }\n}\n"


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("set forward a.org 9.9.9.9", "a.org 8.8.8.8", "a.org 9.9.9.9"),
        ("set forward[.].expire 5s", "9s", "5s"),
        ("set forward[a.org] b.org 8.8.8.8", "a.org", "b.org"),
        ("remove forward[a.org]", "    forward a.org 8.8.8.8\n", ""),
        ("remove forward a.org", "    forward a.org 8.8.8.8\n", ""),
        ("set forward b.org 9.9.9.9", "    forward . ",
         "    forward b.org 9.9.9.9\n    forward . "),
        ("set forward.expire 5s", "", None),
        ("set forward[b.org] 5s", "", None),
        ("remove forward", "", None),
    ],
)  # fmt: skip
def test_several_of_a_name(words: str, old: str, new: str | None) -> None:
    ran = corefile(*words.split(), "-", stdin=SEVERAL.encode())
    if new is None:
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "forward" in ran.err
    else:
        assert (ran.status, ran.out, ran.err) == (0, SEVERAL.replace(old, new), "")


def test_an_edit_tells_of_names_that_nobody_answers_then() -> None:
    ran = corefile("remove", "--all", "forward[.]", "-", stdin=SEVERAL.encode())
    assert (ran.status, ran.out) == (0, ". {\n    forward a.org 8.8.8.8\n}\n")
    assert ran.err.startswith("corefile remove: info: -:1: no plugin answers names outside `a.org`")


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ([], 0),
        (["--server", "."], 0),
        (["--server", ".:53"], 0),
        (["--server", "example.org"], 1),
        (["--server", "EXAMPLE.ORG:1053"], 1),
        (["--server", "example.org:53"], None),
        (["--server", "example.com"], None),
        (["--server", "a b"], None),
        (["--server", "(s)"], None),
    ],
)
def test_the_server_block(options: list[str], place: int | None) -> None:
    ran = corefile("add", "log", *options, "-", stdin=TWO.encode())
    if place is None:
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        return
    blocks = TWO.split("    whoami\n")
    blocks[place] += "    log\n"
    assert (ran.status, ran.out, ran.err) == (0, "    whoami\n".join(blocks), "")


def test_server_blocks_to_choose_from_are_named() -> None:
    text = "a.org {\n    whoami\n}\nb.org c.org {\n    whoami\n}\n"
    ran = corefile("add", "log", "-", stdin=text.encode())
    assert (ran.status, ran.out) == (2, "")
    assert "several server blocks: `a.org`, `b.org c.org`" in ran.err
    ran = corefile("add", "log", "-", stdin=b"(s) {\n    errors\n}\n")
    assert (ran.status, ran.out) == (2, "")


def test_a_snippet() -> None:
    text = "(s) {\n    errors\n}\n. {\n    import s\n    whoami\n}\n"
    ran = corefile("add", "--server", "(s)", "cache 60", "-", stdin=text.encode())
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == text.replace("errors\n", "errors\n    cache 60\n")


def test_several_corefiles() -> None:
    one = manifest(". {\n    whoami\n}\n", "|").replace("name: coredns", "name: %s")
    text = one % "a" + "---\n" + one % "b"
    ran = corefile("add", "log", "-", stdin=text.encode())
    assert (ran.status, ran.out) == (2, "")
    assert "ConfigMap kube-system/a, key Corefile" in ran.err
    assert "ConfigMap kube-system/b, key Corefile" in ran.err
    ran = corefile("add", "--corefile", "kube-system/b", "log", "-", stdin=text.encode())
    new = (one % "b").replace("        whoami", "        log\n        whoami")
    assert (ran.status, ran.out) == (0, one % "a" + "---\n" + new)
    assert corefile("add", "--corefile", "x", "log", "-", stdin=text.encode()).status == 2


def test_an_example(tmp_path: Path) -> None:
    example = "> ```corefile\n> . {\n>     whoami\n> }\n> ```\n\n"
    lines = "```corefile\ncache 30\n```\n\n"
    path = tmp_path / "x.md"
    path.write_text(example + lines)
    assert corefile("add", "log", path).status == 0
    changed = example.replace(">     who", ">     log\n>     who")
    assert path.read_text() == changed + lines
    path.write_text(lines)
    ran = corefile("add", "log", path)
    assert (ran.status, path.read_text()) == (3, lines)
    assert "no whole Corefile, only lines of server blocks" in ran.err
    path.write_text(example * 10)
    ran = corefile("add", "log", path)
    assert ran.status == 2
    assert "`code block 1`, `code block 2`" in ran.err
    # Its whole label, for it is a part of another.
    assert corefile("add", "--corefile", "code block 1", "log", path).status == 0
    assert path.read_text() == changed + example * 9


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "lgo"], "Unknown directive 'lgo'"),
        (["set", "forward.max_concurrent", "many"], "many"),
    ],
)
def test_what_coredns_would_refuse(tmp_path: Path, words: list[str], said: str) -> None:
    path = write(tmp_path, "Corefile", PLAIN)
    ran = corefile(*words, path)
    assert (ran.status, ran.out, path.read_text()) == (2, "", PLAIN)
    assert said in ran.err
    assert ran.err.count("\n") == 1
    forced = corefile(*words, "--force", path)
    assert (forced.status, forced.out) == (0, "")
    assert "warning: " in forced.err
    assert words[-1] in path.read_text()


def test_what_coredns_refuses_already_is_no_hindrance() -> None:
    text = ". {\n    forward . 8.8.8.8\n    lgo\n}\n"
    ran = corefile("add", "errors", "-", stdin=text.encode())
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == text.replace("    forward", "    errors\n    forward")


def test_a_text_that_cannot_be_parsed_is_left_alone(tmp_path: Path) -> None:
    text = ". {\n    whoami }\n"
    path = write(tmp_path, "Corefile", text)
    ran = corefile("add", "log", path)
    assert (ran.status, ran.out, path.read_text()) == (2, "", text)
    assert ran.err.count("\n") == 1
    ran = corefile("add", "--force", "log", path)
    assert (ran.status, path.read_text()) == (0, text.replace("    whoami", "    log\n    whoami"))


@pytest.mark.parametrize(
    "line", ["}", "}\nx {", "# log", "log {", "log }", "{\n}", "log {\n}{\n}", '"', '"{"']
)
def test_what_is_no_line(line: str) -> None:
    ran = corefile("add", line, "-", stdin=PLAIN.encode())
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_too_much_to_add() -> None:
    ran = corefile("add", "log {\na " * 3000 + "\n}" * 3000, "-", stdin=PLAIN.encode())
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["set"], 2),
        (["set", "cache"], 2),
        (["set", "a.b.", "x", "Corefile"], 2),
        (["add", "log"], 2),
        (["remove", "Corefile"], 2),
        (["remove", "a b", "Corefile"], 2),
        (["set", "--nothing", "cache", "Corefile"], 2),
        (["set", "cache", "60", "missing"], 3),
        (["set", "cache", "60", "binary"], 3),
        (["set", "cache", "60", "values.yaml"], 3),
        (["set", "cache", "60", "bad.yaml"], 3),
        (["set", "cache", "60", "."], 3),
    ],
)
def test_how_they_end(tmp_path: Path, words: list[str], status: int) -> None:
    write(tmp_path, "Corefile", PLAIN)
    write(tmp_path, "binary", b"\0\0")
    write(tmp_path, "values.yaml", "a: 1\n")
    write(tmp_path, "bad.yaml", "kind: ConfigMap\ndata:\n  Corefile: [\n")
    ran = corefile(*words, cwd=tmp_path)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err
    assert (tmp_path / "Corefile").read_text() == PLAIN


@pytest.mark.parametrize("command", ["set", "add", "remove", "hosts"])
def test_help_teaches_by_examples(command: str) -> None:
    ran = corefile(command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: corefile {command} ")
    assert f"examples:\n  corefile {command} " in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


@pytest.mark.parametrize("command", ["set", "add", "remove", "hosts"])
def test_help_loads_next_to_nothing(command: str) -> None:
    modules = loaded("--help", program=f"edit_{command}")
    ours = {"guard", "help", "edit", "running", "width", f"edit_{command}"}
    assert {name for name in modules if name.startswith("corefile.cli.")} == {
        f"corefile.cli.{name}" for name in ours
    }
    assert not modules & {*HEAVY, "dataclasses", "inspect", "pathlib"}


def test_a_text_that_other_keys_have(tmp_path: Path) -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile: &c |\n    . {\n        whoami\n    }\n  x: *c\n"
    path = write(tmp_path, "x.yaml", text)
    ran = corefile("add", "log", path)
    assert (ran.status, ran.out) == (0, "")
    said = "other keys have this text by an alias: it changes there too"
    assert ran.err == f"corefile add: note: {path}: {said}\n"
    assert yaml.safe_load(path.read_text())["data"]["x"].split() == ". { log whoami }".split()
    assert corefile("add", "log", path).err == ""


SNIPPET = "(s) {\n    forward . 9.9.9.9\n    log\n}\n. {\n    import s\n}\n"

OF_A_SNIPPET = [
    "set forward . 1.1.1.1",
    "set forward.max_fails 1",
    "remove forward",
    "remove log",
]


@pytest.mark.parametrize("words", OF_A_SNIPPET)
def test_what_a_snippet_has_is_not_changed_beside_it(words: str) -> None:
    ran = corefile(*words.split(), "-", stdin=SNIPPET.encode())
    assert (ran.status, ran.out) == (2, "")
    assert (
        "is in the snippet `(s)`, for all that import it: choose it with --server '(s)'" in ran.err
    )
    command, *rest = words.split()
    chosen = corefile(command, "--server", "(s)", *rest, "-", stdin=SNIPPET.encode())
    assert chosen.status == 0
    assert chosen.out not in ("", SNIPPET)


def test_another_line_than_that_of_a_snippet_is_added() -> None:
    ran = corefile("set", "forward", "corp.example", "10.0.0.1", "-", stdin=SNIPPET.encode())
    assert ran.out == SNIPPET.replace("    import", "    forward corp.example 10.0.0.1\n    import")


@pytest.mark.parametrize("words", [["set", "cache", ""], ["add", "log", ""], ["add", ""]])
def test_a_variable_of_the_shell_without_a_value(words: list[str]) -> None:
    ran = corefile(*words, "-", stdin=PLAIN.encode())
    assert (ran.status, ran.out) == (2, "")
    assert "a word is empty" in ran.err
    assert "a word is empty" in corefile("set", "cache", "60", "").err


def test_a_block_is_not_one_argument_of_a_line() -> None:
    ran = corefile("add", "view", "x {\n expr true\n}", "-", stdin=PLAIN.encode())
    assert (ran.status, ran.out) == (2, "")
    assert "a line with a block is one word of the shell" in ran.err


MORE = [
    ("set cache 60", "a.corefile"),
    ("hosts add 10.0.0.1 web", "Corefile.old"),
    ("stub add corp.example 10.0.0.1", "dns.yaml"),
    ("remove cache", "-"),
]


@pytest.mark.parametrize(("words", "more"), MORE)
def test_a_second_file_is_not_an_argument(tmp_path: Path, words: str, more: str) -> None:
    file = write(tmp_path, "b.corefile", PLAIN)
    other = more if more == "-" else write(tmp_path, more, PLAIN)
    ran = corefile(*words.split(), other, file)
    assert (ran.status, ran.out) == (2, "")
    assert f"one FILE is edited at a time: `{other}` is one too" in ran.err
    assert file.read_text() == PLAIN


def test_files_that_are_arguments(tmp_path: Path) -> None:
    write(tmp_path, "x.corefile", "log\n")
    write(tmp_path, "hosts.txt", "10.0.0.1 a\n")
    file = write(tmp_path, "b.corefile", PLAIN)
    assert corefile("add", "import", "x.corefile", file, cwd=tmp_path).status == 0
    assert corefile("set", "hosts", tmp_path / "hosts.txt", file).status == 0
    assert "import x.corefile" in file.read_text()
