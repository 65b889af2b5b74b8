"""What to write instead, where only CoreDNS's words are known."""

import json
import random
from pathlib import Path

import pytest

from corefile import Memory
from corefile.lint import lint
from corefile.reference.trying import advice

RECORDED = Path(__file__).parents[1] / "coredns" / "plugins" / "recorded"
NO_ADDRESS = "names are looked up since CoreDNS 1.14.4: write an IP address"
LOST = "`{}` is a plugin, and the `}}` of the block of `{}` above is missing"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        # The words of releases before 1.14.4.
        ('plugin/forward: not an IP address or file: "dns.google"', NO_ADDRESS),
        ('[ERROR] Restart failed: plugin/forward: not an IP address or file: "x"', NO_ADDRESS),
        (
            "plugin/health: address 8080: missing port in address",
            "write `HOST:PORT`, or `:PORT` for all addresses of the machine",
        ),
        (
            "plugin/log: Corefile:5 - Error during parsing: Wrong argument count or unexpected"
            " line ending after 'class'",
            "write `class all|denial|error|success…`",
        ),
        (
            'plugin/trace: strconv.ParseBool: parsing "yes": invalid syntax',
            "write `true` or `false`",
        ),
        # What CoreDNS 1.15.0 says where the `}` of a block is lost.
        ("plugin/kubernetes: Corefile:12 - Error during parsing: unknown property 'prometheus'",
         LOST.format("prometheus", "kubernetes")),
        ("plugin/hosts: Corefile:9 - Error during parsing: unknown property 'forward'",
         LOST.format("forward", "hosts")),
        ("plugin/health: Corefile:5 - Error during parsing: unknown property 'ready'",
         LOST.format("ready", "health")),
        ('plugin/transfer: plugin/transfer: Corefile:4 - Error during parsing: unknown property'
         ' "loop"', LOST.format("loop", "transfer")),
        ("plugin/cache: Corefile:4 - Error during parsing: Wrong argument count or unexpected line"
         " ending after 'loop'", LOST.format("loop", "cache")),
        ("plugin/errors: Corefile:4 - Syntax error: Unexpected token 'loop', expecting 'Unknown"
         " field loop'", LOST.format("loop", "errors")),
        ("plugin/acl: Corefile:4 - Error during parsing: unexpected token \"cache\"; expect"
         " 'allow', 'block', 'filter' or 'drop'", LOST.format("cache", "acl")),
        # A plugin's own name, a plugin without a block, and a property of the plugin.
        ("plugin/cache: Corefile:3 - Error during parsing: Wrong argument count or unexpected"
         " line ending after 'cache'", ""),
        ("plugin/loop: Corefile:3 - Error during parsing: Wrong argument count or unexpected"
         " line ending after 'log'", "write `loop` alone"),
        ("plugin/forward: Corefile:3 - Error during parsing: Wrong argument count or unexpected"
         " line ending after 'tls'", ""),
        # `serve_stale` and `servfail` take other durations.
        ('plugin/cache: time: missing unit in duration "1"', ""),
        ("plugin/cache: what nobody says", ""),
        ("plugin/nobody: unknown property 'x'", ""),
        ("Corefile:1 - Error during parsing: Unknown directive 'x'", ""),
        ("plugin/cache: }\n{ \"}\" '{' " + "x" * 10_000, ""),
    ],
)  # fmt: skip
def test_advice(line: str, said: str) -> None:
    assert advice(line) == said


@pytest.mark.slow
def test_it_is_mostly_what_the_rules_advise_for_the_file_itself() -> None:
    """Nine of ten times: other lines than those that are tried may be refused with the words."""
    entries = [
        json.loads(line)
        for path in sorted(RECORDED.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()[1:]
    ]
    refused = [each for each in entries if (each.get("message") or "").startswith("plugin/")]
    same = []
    for entry in random.Random(3).sample(refused, 60):
        said = advice(entry["message"])
        if said:
            found = lint(entry["text"], read=Memory({}))
            same.append(said in [finding.help for finding in found])
    assert len(same) > 15
    assert same.count(True) > 0.8 * len(same)
