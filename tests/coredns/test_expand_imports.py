"""Files are imported as parse.go does it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corefile import Expansion, Files, Memory, Reader, expand, load, parse
from corefile.coredns.imports import expand as module
from corefile.vocabulary import MAX_WORDS
from tests.coredns.outcome import outcome

DEPTH = "maximum file import depth (10000) exceeded"
WILDCARD = "Glob pattern may only contain one wildcard (*), but has others"
FILES = {
    "log": "log\n",
    "two": "log a\nerrors b\n",
    "empty": "",
    "comment": "# nothing\n",
    "key": "a b:53",
    "comma": "a,",
    "server": "a {\n log\n}\n",
    "open": "p {\n x\n",
    "closed": " }\n}",
    "snippet": "(s) {\n log\n import f/neighbour\n}\n",
    "arguments": "x y",
    "loop": "errors\nimport loop\n",
    "broken": ". {\n",
    "space name": "log\n",
    "conf.d/b.conf": "b\n",
    "conf.d/a.conf": "a\n",
    "conf.d/.c.conf": "c\n",
    "conf.d/sub/a.conf": "sub\n",
    "f/neighbour": "neighbour\n",
    "f/beside": "import neighbour\n",
    "f/above": "import ../log\n",
    "f/snippet": "(s) {\n import neighbour\n}\n",
}

#: Text, and what CoreDNS makes of it with these files beside it; `@` is their folder.
CASES: dict[str, tuple[str, str | list[str]]] = {
    "in a server block": (". {\n import two\n}\n", [".: errors 2:errors 2:b log 1:log 1:a"]),
    "in a block": (". {\n p {\n  import arguments\n }\n}\n", [".: p 2:p 2:{ 1:x 1:y 4:}"]),
    "whole server blocks": ("import server\nb {\n}\n", ["a: log 2:log", "b:"]),
    "keys": ("import key\nlog\n", ["a b:53: log 2:log"]),
    "keys and a brace": ("import key\n{\n log\n}\n", ["a b:53: log 3:log"]),
    "keys with a comma": ("import comma\nb {\n}\n", ["a b:"]),
    "one brace of a pair": (". {\n import open\n }\n}\n", [".: p 1:p 1:{ 2:x 3:}"]),
    "the other brace": (". {\n p {\n import closed\n", [".: p 2:p 2:{ 1:}"]),
    "nothing": (". {\n import empty\n import comment\n log\n}\n", [".: log 4:log"]),
    "nothing at all": ("import empty\n", []),
    "quoted name": ('. {\n import "space name"\n}\n', [".: log 1:log"]),
    "name of a snippet comes first": (
        "(log) {\n errors\n}\n. {\n import log\n}\n",
        [".: errors 2:errors"],
    ),
    "snippet from a file": (
        "import f/snippet\n. {\n import s\n}\n",
        [".: neighbour 1:neighbour"],
    ),
    "variable": (". {\n import {$F}/beside\n}\n", [".: neighbour 1:neighbour"]),
    # Relative to the file that the import is written in
    "beside the importing file": (". {\n import f/beside\n}\n", [".: neighbour 1:neighbour"]),
    "above the importing file": (". {\n import f/above\n}\n", [".: log 1:log"]),
    "odd steps": (". {\n import ./f//../log\n}\n", [".: log 1:log"]),
    "absolute": (". {\n import @/log\n}\n", [".: log 1:log"]),
    "a snippet's import, in a file of the snippet's": (
        "import snippet\n. {\n import s\n}\n",
        [".: log 2:log neighbour 1:neighbour"],
    ),
    # Patterns
    "all, hidden ones too, in order": (
        ". {\n import conf.d/*.conf\n}\n",
        [".: a 1:a b 1:b c 1:c"],
    ),
    "question mark": (". {\n import conf.d/?.conf\n}\n", [".: a 1:a b 1:b"]),
    "one of each": (". {\n import conf.d/?.c*\n}\n", [".: a 1:a b 1:b"]),
    "folder": (". {\n import */sub/a.conf\n}\n", [".: sub 1:sub"]),
    "no match": (". {\n import none/*.conf\n log\n}\n", [".: log 3:log"]),
    "no match for a question mark": (". {\n import none?\n log\n}\n", [".: log 3:log"]),
    # Nothing is read for such a pattern, but neither is it refused.
    "closing bracket alone": (". {\n import none]\n log\n}\n", [".: log 3:log"]),
    "escaped": (". {\n import \\log\n}\n", [".: log 1:log"]),
    "two wildcards": (
        ". {\n import */*.conf\n}\n",
        f"Corefile:2 - Error during parsing: {WILDCARD}: @/*/*.conf",
    ),
    "two question marks": (
        ". {\n import /x/../??\n}\n",
        f"Corefile:2 - Error during parsing: {WILDCARD}: /x/../??",
    ),
    "brackets": (
        ". {\n import f/[ab]\n}\n",
        f"Corefile:2 - Error during parsing: {WILDCARD}: @/f/[ab]",
    ),
    "open bracket": (
        ". {\n import f/[ab\n}\n",
        "Corefile:2 - Error during parsing: Failed to use import pattern f/[ab: syntax error in"
        " pattern",
    ),
    "backslash at the end": (
        ". {\n import log\\\n}\n",
        "Corefile:2 - Error during parsing: Failed to use import pattern log\\: syntax error in"
        " pattern",
    ),
    # Files that cannot be read
    "missing": (
        ". {\n import nope\n}\n",
        "Corefile:2 - Error during parsing: File to import not found: nope",
    ),
    "missing, absolute": (
        ". {\n import /nope/nope\n}\n",
        "Corefile:2 - Error during parsing: File to import not found: /nope/nope",
    ),
    # Errors in files
    "error in a file": (
        "import broken\n",
        "@/broken:1 - Syntax error: Unexpected token '{', expecting '}'",
    ),
    "error behind a file": (
        ". {\n import log\n p }\n",
        "Corefile:3 - Error during parsing: Unexpected '}' because no matching opening brace",
    ),
    "both braces": (". {\n p {\n import closed\n x }\n", [".: p 2:p 2:{ 1:}", "x }:"]),
    # Cycles
    "itself": (". {\n import loop\n}\n", f"@/loop:2 - Error during parsing: {DEPTH}"),
    "the Corefile": (". {\n import Corefile\n}\n", f"@/Corefile:2 - Error during parsing: {DEPTH}"),
}
ENV = {"F": "f"}


def at(folder: Path | str, expected: str | list[str]) -> str | list[str]:
    return expected.replace("@", str(folder)) if isinstance(expected, str) else expected


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up sooner than after a hundred thousand files, with the same words."""
    monkeypatch.setattr(module, "MAX_FILE_EXPANSIONS", 50)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_from_memory(text: str, expected: str | list[str]) -> None:
    text = text.replace("@", "/etc/coredns")
    files = {f"/etc/coredns/{name}": content for name, content in FILES.items()}
    reader = Memory({"/etc/coredns/Corefile": text, **files}, "/etc/coredns")
    assert outcome(expand(parse(text), env=ENV, read=reader)) == at("/etc/coredns", expected)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fence", [False, True], ids=["", "root"])
@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_from_disk(folder: Path, text: str, expected: str | list[str], fence: bool) -> None:
    if fence and "/nope" in text:
        expected = [".:"]  # not even looked for
    (folder / "Corefile").write_text(text.replace("@", str(folder)), "utf-8")
    reader = Files(folder) if fence else Files()
    expansion = expand(load("Corefile"), env=ENV, read=reader)
    assert outcome(expansion) == at(folder, expected)


def test_names_are_taken_from_the_corefile_not_the_working_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "f" / "Corefile").write_text(". {\n import neighbour\n}\n", "utf-8")
    assert outcome(expand(load("f/Corefile"))) == [".: neighbour 1:neighbour"]
    monkeypatch.chdir("conf.d")
    assert outcome(expand(load("../f/Corefile"))) == [".: neighbour 1:neighbour"]


def test_a_folder_is_refused(folder: Path) -> None:
    expected = (
        f"Corefile:2 - Error during parsing: Could not import {folder}/conf.d: is a directory"
    )
    assert outcome(expand(parse(". {\n import conf.d\n}\n"))) == expected
    inside = (
        f"Corefile:1 - Error during parsing: Could not import {folder}/conf.d/sub: is a directory"
    )
    assert outcome(expand(parse("import conf.d/*\n"))) == inside


def test_a_dangling_link_is_there_but_cannot_be_read(folder: Path) -> None:
    (folder / "link").symlink_to("none")
    expected = f"Could not import {folder}/link: open {folder}/link: no such file or directory"
    error = expand(parse("import link\n")).error
    assert error is not None
    assert error.message == expected


@dataclass
class Recorder:
    """Reads as another reader does, says what was read, and may read a file as not allowed."""

    reader: Reader
    forbidden: str = ""
    seen: list[str] = field(default_factory=list)

    def absolute(self, name: str) -> str:
        return self.reader.absolute(name)

    def glob(self, pattern: str) -> Sequence[str]:
        self.seen.append(pattern)
        return self.reader.glob(pattern)

    def read(self, path: str) -> bytes:
        self.seen.append(path)
        if path == self.forbidden:
            raise PermissionError(13, os.strerror(13), path)
        return self.reader.read(path)


def test_a_file_that_must_not_be_read() -> None:
    reader = Recorder(Memory({"/f": ""}), "/f")
    error = expand(parse(". {\n import f\n}\n"), read=reader).error
    assert error is not None
    assert error.message == "Could not import /f: open /f: permission denied"


def test_a_file_is_read_once() -> None:
    reader = Recorder(Memory({"/f": "log\n"}))
    expansion = expand(parse(". {\n import f\n import ./f\n import f\n}\n"), read=reader)
    assert outcome(expansion) == [".: log 1:log 1:log 1:log"]
    assert reader.seen == ["/f", "/f"]


def test_files_without_end(folder: Path) -> None:
    """CoreDNS allows a hundred thousand imports before it gives up; so do we, and are quick."""
    (folder / "a").write_text("import b\n p {\n x y\n }\n", "utf-8")
    (folder / "b").write_text("\nimport a\nq\n", "utf-8")
    expected = f"{folder}/b:2 - Error during parsing: {DEPTH}"
    reader = Recorder(Files())
    assert outcome(expand(parse("import a\n"), read=reader)) == expected
    assert len(reader.seen) == 4


def unresolved(expansion: Expansion) -> list[tuple[str, int, str]]:
    return [(item.target.text, item.target.line, item.reason) for item in expansion.unresolved]


def test_without_reading() -> None:
    text = "(s) {\n errors\n}\n. {\n import a\n log\n import s\n p {\n  import {$B}\n }\n}\n"
    expansion = expand(parse(text), read=None, env={"B": "b*"})
    assert outcome(expansion) == [".: errors 2:errors log 6:log p 8:p 8:{ 10:}"]
    assert unresolved(expansion) == [("a", 5, "not read"), ("{$B}", 9, "not read")]
    assert expansion.to_dict()["unresolved"] == [
        {"line": 5, "import": "a"},
        {"line": 9, "import": "{$B}"},
    ]


@pytest.mark.parametrize("text", ["import */*\n", "import [a]\n", "import [a\n"])
def test_a_pattern_is_refused_without_reading_too(text: str) -> None:
    name = "/etc/coredns/Corefile"
    expected = expand(parse(text, name=name), read=Memory({})).error
    assert expected is not None
    assert str(expand(parse(text, name=name), read=None).error) == str(expected)


def test_what_is_resolved_is_not_marked() -> None:
    expansion = expand(parse("import f\n"), read=Memory({"/f": "a {\n}\n"}))
    assert expansion.to_dict() == {"blocks": [{"keys": ["a"], "tokens": {}}]}
    assert expansion.unresolved == expansion.unmatched == ()


def test_patterns_without_a_match_are_told_of() -> None:
    expansion = expand(parse(". {\n import a*\n log\n import b?\n}\n"), read=Memory({}))
    assert outcome(expansion) == [".: log 3:log"]
    assert [(item.target.text, item.reason) for item in expansion.unmatched] == [
        ("a*", "no match"),
        ("b?", "no match"),
    ]
    assert [*expansion.to_dict()] == ["blocks"]


def test_nothing_outside_of_the_root_is_read(folder: Path) -> None:
    (folder / "f" / "link").symlink_to("../log")
    text = ". {\n import neighbour\n import ../log\n import link\n import ../nope\n import above\n"
    text += f" import {folder}/two\n import ../*\n}}\n"
    (folder / "f" / "Corefile").write_text(text, "utf-8")
    expansion = expand(load("f/Corefile"), read=Files("f"))
    assert outcome(expansion) == [".: neighbour 1:neighbour"]
    assert unresolved(expansion) == [
        ("../log", 3, "outside root"),
        ("link", 4, "outside root"),
        ("../nope", 5, "outside root"),
        ("../log", 1, "outside root"),  # in the file `above`
        (f"{folder}/two", 7, "outside root"),
        ("../*", 8, "outside root"),
    ]


def test_a_file_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x\n" * (MAX_WORDS + 1))
    text = ". {\n import large\n log\n hosts {\n  import larg?\n  import large\n }\n}\n"
    expansion = expand(parse(text, name=f"{tmp_path}/Corefile"), read=Files(tmp_path))
    assert expansion.error is None
    assert outcome(expansion) == [".: hosts 4:hosts 4:{ 7:} log 3:log"]
    each = [(one.target.text, one.reason, one.inside) for one in expansion.unresolved]
    assert each == [
        ("large", "too large", ""),
        ("larg?", "too large", "hosts"),
        ("large", "too large", "hosts"),
    ]


def test_files_of_a_pattern_that_are_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TOKENS", 40)
    reader = Recorder(Memory({f"/f{number}": "x\n" * 15 for number in range(9)}))
    error = expand(parse(". {\n import f*\n}\n"), read=reader).error
    assert error is not None
    assert (error.kind, error.line) == ("limit", 2)
    assert len(reader.seen) < 5


def test_tokens_know_their_files_and_imports() -> None:
    files = {
        "/outer": "errors\nimport inner/file\n",
        "/inner/file": "(s) {\n log\n}\nwhoami\n",
        "/inner/snippet": "(t) {\n health\n}\n",
    }
    text = "import inner/snippet\n. {\n import outer\n import t\n}\n"
    (server,) = expand(parse(text, name="/Corefile"), read=Memory(files)).servers
    seen = [
        (token.text, token.file, token.line, [(v.source.name, v.target.line) for v in chain])
        for directive in server.directives
        for token in directive.tokens
        for chain in [[*token.via.chain()] if token.via else []]
    ]
    outer = [("/outer", 2), ("/Corefile", 3)]
    assert seen == [
        ("errors", "/outer", 1, [("/Corefile", 3)]),
        ("(s)", "/inner/file", 1, outer),
        ("{", "/inner/file", 1, outer),
        ("log", "/inner/file", 2, outer),
        ("}", "/inner/file", 3, outer),
        ("whoami", "/inner/file", 4, outer),
        ("health", "/inner/snippet", 2, [("/Corefile", 1), ("/Corefile", 4)]),
    ]
    assert all(
        token.source.name == token.file and token.source.text == files[token.file]
        for directive in server.directives
        for token in directive.tokens
    )


def test_a_long_chain_of_files() -> None:
    files = {f"/f{number}": f"import f{number + 1}\n" for number in range(2000)}
    files["/f2000"] = "(s) {\n log\n}\n"
    (server,) = expand(parse("import f0\n. {\n import s\n}\n"), read=Memory(files)).servers
    (token,) = server.directives[0].tokens
    assert token.via is not None
    assert [via.target.value for via in token.via.chain()] == [
        *(f"f{number}" for number in range(2000, -1, -1)),
        "s",
    ]
