"""The tests of `corefile trace --check`: who must answer what, written down in YAML."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from ipaddress import ip_address

import yaml

from corefile.cli.asked import (
    Asked,
    address_and_port,
    ask,
    assumptions,
    wrong_address,
    wrong_plugin,
    wrong_type,
)
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain
from corefile.cli.inputs import Unreadable, load
from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn, is_domain_name
from corefile.coredns.model.trace import Trace, handlers, trace
from corefile.go.dns import CLASSES, received_name
from corefile.text.printable import printable
from corefile.text.records import dataclass, replace

__all__ = ["run_checks"]

#: What a test may say of a query, with the type of its value, and of how it is to end.
_QUERY = {"name": str, "type": str, "from": str, "class": str, "tcp": bool, "at": str}
_EXPECTED = {"by": str, "end": str, "rcode": str, "to": list, "block": str}


#: What a test writes for a value of a type.
_KINDS = {str: "a text", bool: "true or false", list: "a list"}


class BadTests(Exception):
    """The file with the tests has something that is not a test; the text says what."""


@dataclass(frozen=True, slots=True)
class Test:
    """A query, and how it is to end."""

    query: Query
    expected: dict[str, object]


def run_checks(program: str, options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Run the tests of a file on a Corefile, print what fails, and return the exit status."""
    if len(options.words) != 1:
        parser.error("with --check write the FILE with the Corefile and nothing else")
    try:
        tests = list(read_tests(load(options.check)))
    except (Unreadable, BadTests) as error:
        complain(program, "error", f"{options.check}: {error}")
        return UNREADABLE
    found = ask(program, options, options.words[0])
    if isinstance(found, int):
        return found
    wrong = wrong_plugin(options, found)
    if wrong:
        complain(program, "error", wrong)
        return USAGE
    for note in found.notes():
        complain(program, "note", note)
    settled = assumptions(options, found)
    traces = [trace(found.config, test.query, settled) for test in tests]
    failed = 0
    for test, traced in zip(tests, traces, strict=True):
        for message in differences(test, traced, found):
            failed += 1
            query = f"{printable(test.query.name)} {test.query.type}"
            sys.stdout.write(f"{query}: {printable(message)}\n")
    if options.coverage:
        sys.stdout.write("".join(f"{line}\n" for line in not_covered(found, traces)))
    passed = len(tests) - failed
    sys.stdout.write(f"{passed} of {len(tests)} passed\n")
    return FINDINGS if failed or found.refusal else CLEAN


def read_tests(text: str) -> Iterator[Test]:
    """Yield the tests of a file. Raises BadTests."""
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadTests("not valid YAML") from None
    entries = content.get("tests") if isinstance(content, dict) else content
    if not isinstance(entries, list) or not entries:
        raise BadTests("write a list of tests: `- name: …`, `expect: {by: hosts}`")
    for number, entry in enumerate(entries, 1):
        yield read_test(entry, f"test {number}")


def read_test(entry: object, which: str) -> Test:
    """Read a test. Raises BadTests."""
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise BadTests(f"{which}: write `name: NAME`")
    expected = entry.get("expect")
    if not isinstance(expected, dict) or not expected:
        raise BadTests(f"{which}: write `expect:` with {', '.join(_EXPECTED)}")
    check_words({key: value for key, value in entry.items() if key != "expect"}, _QUERY, which)
    check_words(expected, _EXPECTED, which)
    if not is_domain_name(entry["name"]):
        raise BadTests(f"{which}: {entry['name']} is not a domain name")
    if entry.get("from") and not is_address(entry["from"]):
        raise BadTests(f"{which}: {entry['from']} is not an IP address")
    if entry.get("class", "IN").upper() not in CLASSES:
        raise BadTests(f"{which}: {entry['class']} is not a class; write IN or CH")
    type_ = entry.get("type", "A")
    if wrong_type(type_):
        raise BadTests(f"{which}: {wrong_type(type_)}")
    query = Query(
        fqdn(received_name(entry["name"])), type_.upper(), entry.get("class", "IN").upper()
    )
    query = replace(query, client=entry.get("from", ""), tcp=entry.get("tcp", False))
    wrong = wrong_address(entry.get("at", ""))
    if wrong:
        raise BadTests(f"{which}: {wrong}")
    address, port = address_and_port(entry.get("at", ""))
    return Test(replace(query, address=address, port=port), expected)


def is_address(text: str) -> bool:
    """Tell whether a text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def check_words(entry: dict[str, object], known: Mapping[str, type], which: str) -> None:
    """Check the words of a test and the types of their values. Raises BadTests."""
    for key, value in entry.items():
        if key not in known:
            raise BadTests(f"{which}: `{key}` is not one of {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise BadTests(f"{which}: `{key}` takes {_KINDS[known[key]]}")


def differences(test: Test, traced: Trace, asked: Asked) -> Iterator[str]:
    """Yield a sentence if the query does not end as it is to, in every way it may go."""
    for way in traced.ways:
        ends = [end for end in way.ends if not end.cached]
        block = way.choice.key.text if way.choice.key else ""
        for end in ends:
            is_so = {
                "by": end.by,
                "end": end.kind,
                "rcode": end.rcode or "",
                "to": list(end.to),
                "block": block,
            }
            for key, wanted in test.expected.items():
                if not meets(is_so[key], wanted):
                    where = f" ({asked.where(way.steps[-1].token)})" if way.steps else ""
                    yield f"{key}: expected {shown(wanted)}, found {shown(is_so[key])}{where}"
                    return


def meets(value: object, wanted: object) -> bool:
    """Tell whether a value is the one that is wanted; upstreams in any order."""
    if isinstance(value, list) and isinstance(wanted, list):
        return sorted(map(str, value)) == sorted(map(str, wanted))
    return str(value).upper() == str(wanted).upper()


def shown(value: object) -> str:
    """Return a value for people."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return f"`{value}`" if value else "not known"


def not_covered(asked: Asked, traces: list[Trace]) -> Iterator[str]:
    """Yield a line for each server block and plugin that no query of the tests meets."""
    met = {id(step.handler.token) for t in traces for way in t.ways for step in way.steps}
    chosen = {id(way.choice.server) for t in traces for way in t.ways}
    for server in asked.config.servers:
        if id(server) not in chosen and server.keys:
            yield f"{asked.where(server.keys[0].token)}: no test meets `{server.keys[0].text}`"
            continue
        for handler in handlers(server, asked.config):
            if id(handler.token) not in met:
                yield f"{asked.where(handler.token)}: no test meets `{handler.name}`"
