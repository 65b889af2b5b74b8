"""What CoreDNS printed leads to the pages that explain it."""

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corefile.coredns.releases.release import NEWEST
from corefile.lint import all_rules
from corefile.reference.explaining import explain_line, page_of
from corefile.reference.log_messages import LOG_MESSAGES, LogMessage, pattern_of
from corefile.reference.plugins import plugin_names

TESTS = Path(__file__).parents[1]
RULES = {rule.name for rule in all_rules()}

#: The rules that one of CoreDNS's stages may be explained by.
PARSING = {"syntax-error", "import-error", "unknown-directive"}


def recorded() -> Iterator[tuple[str, str]]:
    """Yield what CoreDNS said when it refused a recorded Corefile, and in which stage."""
    paths = [TESTS / "oracle" / "recorded" / "inputs.jsonl"]
    paths += sorted((TESTS / "coredns" / "plugins" / "recorded").glob("*.jsonl"))
    for path in paths:
        for line in path.read_text("utf-8").rstrip("\n").split("\n"):
            entry = json.loads(line)
            # Those of the plugins have no other answers.
            answer = entry.get("answer", {"verdict": "refused", **entry})
            if answer["verdict"] != "accepted" and answer.get("message"):
                yield answer["message"], answer.get("stage", "")


#: What CoreDNS does not say itself, or only as it breaks down.
UNKNOWN = ("CoreDNS does not come to an end", "panic: ")


def test_whatever_coredns_refuses_is_explained() -> None:
    found = {message: (explain_line(message), stage) for message, stage in recorded()}
    assert len(found) > 1000
    unknown = [message for message, (known, _) in found.items() if known is None]
    assert not [message for message in unknown if not message.startswith(UNKNOWN)]
    for message, (known, stage) in found.items():
        if known is not None and message.startswith("plugin/"):
            assert known.plugins == (message.removeprefix("plugin/").partition(":")[0],), message
        if known is not None and stage == "parse":
            assert known.rules[0] in PARSING, message


@pytest.mark.parametrize(
    ("line", "rule", "plugins"),
    [
        (
            '/etc/coredns/Corefile:4 - Error during parsing: plugin/forward: not an IP address or'
            ' file: "dns.google"',
            "plugin-refused",
            ("forward",),
        ),
        ("plugin/cache: Corefile:3 - Error during parsing: unknown property 'x'", "plugin-refused",
         ("cache",)),
        ("plugin/forward: Corefile:9 - Error during parsing: Wrong argument count or unexpected"
         " line ending after 'forward'", "plugin-refused", ("forward",)),
        ("Corefile:3 - Error during parsing: Unknown directive 'proxy'", "unknown-directive", ()),
        ("[ERROR] Restart failed: Corefile:3 - Error during parsing: Unknown directive 'x'",
         "unknown-directive", ()),
        ("cannot serve dns://.:53 - it is already defined", "duplicate-server-block", ()),
        ("Corefile:1 - Syntax error: Unexpected token '}', expecting '}'", "syntax-error", ()),
    ],
)  # fmt: skip
def test_what_is_refused(line: str, rule: str, plugins: tuple[str, ...]) -> None:
    known = explain_line(line)
    assert known is not None
    assert (known.rules, known.plugins) == ((rule,), plugins)


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        # What the linter says of the recorded Corefiles that CoreDNS refuses so.
        ("whoami{", "put a space before the brace: `whoami {`"),
        ("whoami}", "put `}` on a line of its own"),
        ("{", "the brace at the end of the line above"),
        ("", "begin the line with a plugin's name"),
        ("\ufeffwhoami", "a character that cannot be seen"),
        ("log\u200ba", "a character that cannot be seen"),
        ("8.8.8.8", "all upstreams of `forward` on its line"),
        ("(a)", "snippets are defined outside server blocks"),
        ("b.org", "server blocks cannot be nested"),
        ("forwrad", "did you mean `forward`?"),
    ],
)
def test_what_a_word_alone_says(word: str, advice: str) -> None:
    known = explain_line(f"Corefile:2 - Error during parsing: Unknown directive '{word}'")
    assert known is not None
    assert advice in known.meaning


@pytest.mark.parametrize(
    ("said", "where"),
    [
        # What CoreDNS 1.15.0 says of `.:53 {␊log {␊class error␊` and of `.:53 {␊log␊`.
        ("Error during parsing: Unexpected EOF", "inside a block of a plugin"),
        ("Syntax error: Unexpected token 'log', expecting '}'", "inside a server block"),
    ],
)
def test_a_text_that_ends_too_early(said: str, where: str) -> None:
    known = explain_line(f"/etc/coredns/Corefile:3 - {said}")
    assert known is not None
    assert known.meaning.startswith(
        "CoreDNS refuses the Corefile, which it cannot read. What to do: add the `}` "
    )
    assert where in known.meaning


def test_a_plugin_that_is_gone() -> None:
    known = explain_line("Corefile:3 - Error during parsing: Unknown directive 'proxy'")
    assert known is not None
    assert "write `forward`" in known.meaning


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :1053) detected for zone ".", see'
            ' https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547.3688."',
            "systemd-resolved",
        ),
        ("[ERROR] plugin/errors: 2 example.org. A: plugin/hosts: no next plugin found", "SERVFAIL"),
        (
            "[ERROR] plugin/errors: 2 4547.3688. HINFO: read udp 10.244.0.5:33893->192.0.2.53:53:"
            " i/o timeout",
            "when CoreDNS starts",
        ),
        (
            "[ERROR] plugin/errors: 2 example.org. A: read udp 10.244.0.5:1->192.0.2.53:53: i/o"
            " timeout",
            "did not answer in time",
        ),
        ("Listen: listen tcp :53: bind: address already in use", "systemd-resolved"),
        ('[INFO] plugin/ready: Still waiting on: "kubernetes"', "readiness"),
        (
            "[ERROR] plugin/kubernetes: Failed to watch *v1.Service: failed to list *v1.Service:"
            ' services is forbidden: User "x" cannot list resource',
            "ClusterRole",
        ),
        ("[ERROR] plugin/reload: Corefile changed but reload failed: x", "old one"),
    ],
)
def test_what_is_logged(line: str, words: str) -> None:
    known = explain_line(line)
    assert known is not None
    assert words in known.meaning


@pytest.mark.parametrize(
    "line",
    ["", "hello world", "[INFO] plugin/reload: Running configuration SHA512 = 12", "x" * 100_000,
     "CoreDNS-1.12.0", "linux/amd64, go1.23.3, 51e11f1", "\x1b[31m\0"],
)  # fmt: skip
def test_what_needs_no_explanation(line: str) -> None:
    assert explain_line(line) is None


@pytest.mark.parametrize("message", LOG_MESSAGES, ids=lambda message: message.printed[:30])
def test_each_message_leads_to_pages_that_there_are(message: LogMessage) -> None:
    known = explain_line(f"[ERROR] plugin/x: {message.printed}")
    assert known is not None
    assert known.meaning == message.meaning, "another message is found in it first"
    assert set(message.rules) <= RULES
    assert set(message.plugins) <= set(plugin_names())


@cache
def roots() -> dict[str, list[Path]]:
    """Return where the sources are that messages come from, as far as this machine has them."""
    try:
        done = subprocess.run(
            ["go", "env", "GOMODCACHE", "GOROOT"], capture_output=True, text=True, check=True
        )
    except OSError:
        pytest.skip("needs Go")
    cache_of, root = done.stdout.split()
    modules = Path(cache_of)
    return {
        "go": [Path(root) / "src"],
        "k8s.io/client-go": sorted((modules / "k8s.io").glob("client-go@*")),
        "": sorted((modules / "github.com" / "coredns").glob("coredns@*")),
    }


@pytest.mark.parametrize("message", LOG_MESSAGES, ids=lambda message: message.printed[:30])
def test_the_source_prints_it(message: LogMessage) -> None:
    module, _, path = message.source.rpartition(":")
    texts = [
        (root / path).read_text("utf-8")
        for root in roots()[module]
        if (root / path).is_file() and (module or root.name == f"coredns@v{message.last or NEWEST}")
    ]
    if not texts:
        pytest.skip("the source is not on this machine")
    # What is before the last of the words may come from the one that reports it.
    printed = message.printed.replace("[FATAL] ", "").replace("bind: ", "")
    printed = printed.replace("plugin/ready: ", "").replace("HINFO: %s i/o timeout", "%d %s %s: %s")
    last = printed if "plugin/loop" not in printed else "log.Fatalf("
    assert any(last in text or pattern_of(last).search(text) for text in texts)


def test_pages() -> None:
    assert page_of("CF201").startswith("hosts-missing-fallthrough (CF201)\n")
    assert page_of("forward").startswith("# forward\n")
    assert not RULES & set(plugin_names()), "a name is that of one thing"
    with pytest.raises(LookupError, match=r"no rule or plugin `forwad`: did you mean `forward`\?"):
        page_of("forwad")
