"""Findings in SARIF 2.1.0, as GitHub code scanning and other services take them.

Sections are those of the OASIS standard, "Static Analysis Results Interchange Format (SARIF)
Version 2.1.0 Plus Errata 01".
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from corefile.lint.finding import Finding, Fix, Related, Severity
from corefile.lint.place import Place
from corefile.lint.registry import known_rules
from corefile.lint.result import CheckResult, Located
from corefile.lint.rule import Rule
from corefile.reference.links import HOME, rule_uri
from corefile.report.fingerprint import fingerprints
from corefile.report.json import range_dict
from corefile.text.path import portable
from corefile.text.printable import encodable, printable
from corefile.version import __version__

__all__ = ["render"]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

#: What relative addresses start from; code scanning takes this name for the repository.
ROOT = "%SRCROOT%"

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

#: What code scanning shows of a rule.
_PROBLEMS: dict[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "info": "recommendation",
}


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield a log with one run when all files are checked."""
    del color  # there is none in JSON
    items = [item for checked in results for item in checked.findings]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run(items)]}
    yield json.dumps(log, indent=2) + "\n"


def run(items: list[Located]) -> dict[str, object]:
    """Return the run that found something."""
    found = {item.finding.rule.code: item.finding for item in items}
    index = {code: number for number, code in enumerate(sorted(found))}
    known = {rule.code: rule for rule in known_rules()}
    return {
        "tool": {
            "driver": {
                "name": "corefile-lint",
                "informationUri": HOME,
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [descriptor(found[code], known.get(code)) for code in index],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: root()},
        "results": [
            result(item, index, fingerprint)
            for item, fingerprint in zip(items, fingerprints(items), strict=True)
        ],
    }


def root() -> dict[str, object]:
    """Return the working directory, from which paths are shown."""
    about: dict[str, object] = {"description": message("The working directory.")}
    try:
        folder = os.path.join(os.getcwd(), "")
    except OSError:
        return about
    return {"uri": absolute(folder.replace(os.sep, "/")), **about}


def descriptor(finding: Finding, rule: Rule | None) -> dict[str, object]:
    """Return what is known of a rule: by a finding, and by the rule itself if it is known."""
    known: dict[str, object] = {"id": finding.rule.code, "name": finding.rule.name}
    if rule is None:
        return known
    page = rule.documentation.strip()
    return {
        **known,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.partition("\n## ")[0].rstrip()},
        "help": {"text": page, "markdown": page},
        **({"helpUri": uri} if (uri := rule_uri(rule)) else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": {"problem.severity": _PROBLEMS[rule.severity], "tags": ["coredns"]},
    }


def result(item: Located, index: Mapping[str, int], fingerprint: str) -> dict[str, object]:
    """Return a finding."""
    finding = item.finding
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    given: dict[str, object] = {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule.code],
        "level": _LEVELS[finding.severity],
        "message": message(text),
        "locations": [{"physicalLocation": location(item.place)}],
        "partialFingerprints": {"corefileLint/v1": fingerprint},
    }
    if item.related:
        given["relatedLocations"] = [related(*each) for each in enumerate(item.related)]
    if item.fix and is_plain(item.fix):
        given["fixes"] = [fix_object(item.fix, item.place)]
    return given


def related(number: int, other: Related) -> dict[str, object]:
    """Return a related place."""
    return {
        "id": number,
        "physicalLocation": location(other.place),
        "message": message(other.message),
    }


def is_plain(fix: Fix) -> bool:
    """Tell whether JSON can say what to insert: bytes that are not UTF-8 it cannot."""
    return all(encodable(edit.text) == edit.text for edit in fix.edits)


def fix_object(fix: Fix, place: Place) -> dict[str, object]:
    """Return a fix of the file that a place is in."""
    replacements = [
        {
            "deletedRegion": region(Place(place.source, edit.start, edit.end)),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    return {
        "description": message(fix.message),
        "artifactChanges": [{"artifactLocation": artifact(place), "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def location(place: Place) -> dict[str, object]:
    """Return a place as a physicalLocation (3.29)."""
    return {"artifactLocation": artifact(place), "region": region(place)}


def region(place: Place) -> dict[str, int]:
    """Return a place as a region (3.30): the end column is the one after the last character."""
    said = range_dict(place)
    return {
        "startLine": said["line"],
        "startColumn": said["column"],
        "endLine": said["end_line"],
        "endColumn": said["end_column"],
    }


def artifact(place: Place) -> dict[str, str]:
    """Return the file of a place (3.4): from the working directory if it is inside."""
    path = portable(place.path)
    if os.path.isabs(place.path) and path == place.path.replace(os.sep, "/"):
        return {"uri": absolute(path)}
    return {"uri": quoted(path), "uriBaseId": ROOT}


def absolute(path: str) -> str:
    """Return the address of an absolute path."""
    return "file:///" + quoted(path.lstrip("/"))


def quoted(path: str) -> str:
    """Return a path as a part of an address: what is not plain as the bytes of the file's name."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that no byte has made
        data = path.encode("utf-8", "replace")
    return quote(data, safe="/")


def message(text: str) -> dict[str, str]:
    """Return a text as a message (3.11).

    There, `[words](target)` is a link (3.11.6), and what a file holds shall make none.  Braces
    remain as they are: 3.11.5 doubles them, but a message without arguments is shown as it is by
    those who read logs, and other linters leave them alone.
    """
    return {"text": printable(text).replace("](", "] (")}
