"""Write what editors colour Corefiles by: TextMate grammars, and files for Kate and Vim.

    python -m tools.compile_textmate            write it
    python -m tools.compile_textmate --check    only tell whether they are up to date

What a word is made of comes from the grammar of the language, and the names of plugins and
properties from the catalogue. A TextMate grammar knows lines, not blocks within blocks of one line,
so it colours what people write; the language server colours the rest.
"""

import json
import plistlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.releases.release import every_plugin, removed_properties
from corefile.reference.plugins import plugin_names
from corefile.syntax.tables import TOKEN
from tools import editor_colours

EDITORS = Path(__file__).resolve().parent.parent / "editors"

#: What no word has in it: the white space of the language, and what begins a comment.
_NO_WORD = re.search(r"\[\^(.*?)#\]", TOKEN, re.DOTALL)
assert _NO_WORD is not None, "the grammar's WORD begins with what it excludes"
SPACE = re.sub(r"[^ -~]", lambda letter: f"\\x{{{ord(letter[0]):04x}}}", _NO_WORD[1])
BEFORE, AFTER = rf"(?<![^{SPACE}])", rf"(?=[{SPACE}#]|$)"

#: The scopes of what is named, as themes know them.
SCOPES = {
    "comment": "comment.line.number-sign.corefile",
    "string": "string.quoted.double.corefile",
    "variable": "variable.other.environment.corefile",
    "number": "constant.numeric.corefile",
    "import": "keyword.control.import.corefile",
    "plugin": "entity.name.function.plugin.corefile",
    "property": "support.type.property-name.corefile",
    "zone": "entity.name.section.zone.corefile",
    "snippet": "entity.name.label.snippet.corefile",
    "brace": "punctuation.section.block.corefile",
}


def any_of(names: Iterable[str]) -> str:
    """Return the expression for any of some words at the beginning of a line."""
    words = "|".join(map(re.escape, sorted(names)))
    return rf"(?:^|\G)[{SPACE}]*({words}){AFTER}"


def plugins() -> set[str]:
    """Return the plugins of all releases."""
    return {*plugin_names(), *every_plugin()}


def properties() -> set[str]:
    """Return the properties of all plugins in all releases."""
    found: set[str] = set()
    for name in plugin_names():
        kind = plugin_class(name)
        found |= {*removed_properties(name), *(kind.specs() if kind else ())}
    return found


def named(match: str, kind: str) -> dict[str, object]:
    """Return a rule for a name in a line."""
    return {"match": match, "captures": {"1": {"name": SCOPES[kind]}}}


def block(*inside: str) -> dict[str, object]:
    """Return a rule for what is between braces."""
    brace = {"0": {"name": SCOPES["brace"]}}
    return {
        "begin": rf"{BEFORE}\{{{AFTER}",
        "end": rf"{BEFORE}\}}",
        "beginCaptures": brace,
        "endCaptures": brace,
        "patterns": [{"include": f"#{name}"} for name in inside],
    }


def grammar() -> dict[str, object]:
    """Return the grammar of the language."""
    words = ["comment", "string", "variable", "number"]
    target = {
        "match": rf"(?:^|\G)[{SPACE}]*(import)[{SPACE}]+([^{SPACE}#]+)?",
        "captures": {"1": {"name": SCOPES["import"]}, "2": {"name": SCOPES["snippet"]}},
    }
    return {
        "name": "Corefile",
        "scopeName": "source.corefile",
        "patterns": [
            {"include": "#comment"},
            {"include": "#import"},
            {"include": "#server"},
            *({"include": f"#{name}"} for name in (*words[1:], "snippet", "plugin", "key")),
        ],
        "repository": {
            "comment": named(rf"(?:^|[{SPACE}]|\G)(#.*)$", "comment"),
            "string": {
                "begin": rf'{BEFORE}"',
                "end": '"',
                "name": SCOPES["string"],
                "patterns": [
                    {"match": r"\\.", "name": "constant.character.escape.corefile"},
                    {"include": "#variable"},
                ],
            },
            "variable": {"match": r"\{\$[^{}\s]+\}|\{%[^{}%\s]+%\}", "name": SCOPES["variable"]},
            "number": {
                "match": rf"{BEFORE}[+-]?\d[\d.:]*(?:ns|us|µs|ms|[smh%])?{AFTER}",
                "name": SCOPES["number"],
            },
            "import": target,
            "server": block("comment", "import", "plugin", "property", "lines", *words[1:]),
            "lines": block("comment", "import", "property", "inner", *words[1:]),
            "inner": block("comment", "property", "inner", *words[1:]),
            "plugin": named(any_of(plugins()), "plugin"),
            "property": named(any_of(properties()), "property"),
            "snippet": named(rf"(?:^|\G)[{SPACE}]*(\([^{SPACE}()]+\))", "snippet"),
            "key": named(rf"([^{SPACE}#{{}}\"]+)", "zone"),
        },
    }


def injection(scope: str, selector: str, begin: str, **end: str) -> dict[str, object]:
    """Return a grammar that finds Corefiles in files of another language."""
    inside = {
        "begin": begin,
        "beginCaptures": {"2": {"name": "entity.name.tag.yaml"}},
        **end,
        "contentName": "meta.embedded.block.corefile",
        "patterns": [{"include": "source.corefile"}],
    }
    return {
        "scopeName": f"corefile.in.{scope}",
        "injectionSelector": f"L:{selector}",
        "patterns": [inside],
    }


#: A key whose text is a Corefile, as a block of YAML, and what belongs to the block.
_NAME = r"""((?i:["']?(?:[\w.-]*corefile[\w.-]*|[\w.-]+\.(?:server|override))["']?))"""
_KEY = rf"^([ ]*){_NAME}[ ]*:[ ]*[|>][-+\d]*[ ]*$"

FILES = {
    "corefile": grammar(),
    "yaml": injection(
        "source.yaml", "source.yaml -comment", _KEY, **{"while": r"^(?:\1[ ]+|[ ]*$)"}
    ),
    "markdown": injection(
        "text.html.markdown",
        "text.html.markdown",
        r"^([ ]*)(`{3,}|~{3,})[ ]*\{?\.?(?i:corefile|coredns)\b.*$",
        end=r"^[ ]*\2[ ]*$",
    ),
}


def texts() -> dict[str, str]:
    """Return the text of each file, by its path in `editors`."""
    found = {
        f"vscode/syntaxes/{name}.tmLanguage.json": json.dumps(each, indent=2, ensure_ascii=False)
        + "\n"
        for name, each in FILES.items()
    }
    # Sublime Text reads the same grammar, but not as JSON.
    found["sublime/Corefile.tmLanguage"] = plistlib.dumps(
        {**grammar(), "fileTypes": ["Corefile", "corefile"]}, sort_keys=False
    ).decode()
    found["kate/corefile.xml"] = editor_colours.kate(plugins(), properties())
    found["vim/syntax/corefile.vim"] = editor_colours.vim(plugins(), properties())
    return found


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` compare them. Gives the exit status."""
    stale = []
    for name, text in texts().items():
        path = EDITORS / name
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if stale and "--check" in arguments:
        print(f"{', '.join(stale)}: run `python -m tools.compile_textmate`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
