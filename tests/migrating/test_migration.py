"""What becomes of lines under another release: the text, and the kinds of notices."""

from textwrap import dedent

import pytest

from corefile.coredns.imports.files import Memory
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.migrating import DONE, Migration, migrate
from corefile.syntax.parser import parse
from tests.work import growth


def block(*lines: str, key: str = ".:53") -> str:
    """Return a server block with these lines."""
    inside = "".join(f"    {line}\n" for text in lines for line in dedent(text).splitlines())
    return f"{key} {{\n{inside}}}\n"


def kubernetes(*properties: str, zones: str = "cluster.local") -> str:
    """Return a stanza of `kubernetes` with these properties."""
    inside = "".join(f"    {each}\n" for each in properties)
    return f"kubernetes {zones} {{\n{inside}}}" if properties else f"kubernetes {zones}"


def kinds(migration: Migration) -> list[tuple[str, str]]:
    """Return the kinds of notices about what is done, each with the property or plugin."""
    done = [notice for notice in migration.notices if notice.kind in DONE]
    return [(notice.kind, notice.what or notice.plugin) for notice in done]


#: Name, old and new release, the text before and after, and what is done.
CASES = [
    (
        "upstream goes, the comment above it stays",
        ("1.3.1", "1.7.0"),
        block(kubernetes("pods insecure", "# names elsewhere", "upstream # here", "ttl 30")),
        block(kubernetes("pods insecure", "# names elsewhere", "ttl 30")),
        [("removed", "upstream")],
    ),
    (
        "the block goes with its last line",
        ("1.3.1", "1.7.0"),
        block(kubernetes("upstream", "resyncperiod 60s")),
        block(kubernetes()),
        [("removed", "upstream"), ("removed", "resyncperiod")],
    ),
    (
        "upstream itself works until 1.5.1, its addresses do not",
        ("1.3.1", "1.5.0"),
        block(kubernetes("upstream 8.8.8.8 # Google")),
        block(kubernetes("upstream # Google")),
        [("replaced", "upstream")],
    ),
    (
        "the first of several endpoints",
        ("1.3.1", "1.8.0"),
        block(kubernetes("endpoint https://a https://b")),
        block(kubernetes("endpoint https://a")),
        [("replaced", "endpoint")],
    ),
    (
        "transfers of a plugin go to the plugin transfer, for its zones",
        ("1.7.1", "1.8.0"),
        block(kubernetes("transfer to 10.0.0.1", "transfer to 10.0.0.2", zones="a.local b.local")),
        block(
            """\
            transfer a.local b.local {
                to 10.0.0.1
                to 10.0.0.2
            }""",
            kubernetes(zones="a.local b.local"),
        ),
        [("moved", "transfer"), ("moved", "transfer")],
    ),
    (
        "comments go with the line that moves",
        ("1.7.1", "1.8.0"),
        block(
            kubernetes(
                "# the cellar", "transfer to 10.0.0.1 # by hand", "transfer to 10.0.0.2#b", "ttl 30"
            )
        ),
        block(
            """\
            transfer cluster.local {
                # the cellar
                to 10.0.0.1  # by hand
                to 10.0.0.2  #b
            }""",
            kubernetes("ttl 30"),
        ),
        [("moved", "transfer"), ("moved", "transfer")],
    ),
    (
        "comments that are left of a block go above its plugin",
        ("1.3.1", "1.7.0"),
        block(
            "# all names",
            "kubernetes cluster.local { # here",
            "    # names elsewhere",
            "    upstream # old",
            "    resyncperiod 60s",
            "    # the end",
            "} # of it",
        ),
        block(
            "# all names",
            "# here",
            "# names elsewhere",
            "# the end",
            "kubernetes cluster.local # of it",
        ),
        [("removed", "upstream"), ("removed", "resyncperiod")],
    ),
    (
        "proxy with nothing to say",
        ("1.3.1", "1.12.0"),
        block("proxy . /etc/resolv.conf # all"),
        block("forward . /etc/resolv.conf # all"),
        [("replaced", "proxy")],
    ),
    (
        "proxy with all that has a counterpart",
        ("1.3.1", "1.12.0"),
        block(
            """\
            proxy . 10.0.0.1 10.0.0.2 {
                policy first # one after the other
                except a.example b.example
                protocol dns force_tcp
                max_fails 0
                spray
                fail_timeout 5s
            }"""
        ),
        block(
            """\
            forward . 10.0.0.1 10.0.0.2 {
                policy sequential # one after the other
                except a.example b.example
                force_tcp
                max_fails 0
            }"""
        ),
        [("replaced", "proxy")],
    ),
    (
        "a policy that forward has not",
        ("1.3.1", "1.12.0"),
        block("proxy . 10.0.0.1 {\n    policy least_conn\n    max_fails 3\n}"),
        block("forward . 10.0.0.1"),
        [("replaced", "proxy")],
    ),
    (
        "of several policies the last",
        ("1.3.1", "1.12.0"),
        block("proxy . 10.0.0.1 {\n    policy first\n    policy round_robin\n}"),
        block("forward . 10.0.0.1 {\n    policy round_robin\n}"),
        [("replaced", "proxy")],
    ),
    (
        "gRPC with a certificate",
        ("1.3.1", "1.12.0"),
        block("proxy . 10.0.0.1:443 {\n    protocol grpc ca.pem\n    max_fails 0\n}"),
        block("grpc . 10.0.0.1:443 {\n    tls ca.pem\n}"),
        [("replaced", "proxy")],
    ),
    (
        "gRPC in plain text",
        ("1.3.1", "1.5.0"),
        block("proxy . 10.0.0.1:443 {\n    protocol grpc insecure\n}"),
        block("grpc . 10.0.0.1:443"),
        [("replaced", "proxy")],
    ),
    (
        "gRPC with the certificates of the system",
        ("1.3.1", "1.5.0"),
        block("proxy . 10.0.0.1:443 {\n    protocol grpc\n}"),
        block("grpc . 10.0.0.1:443 {\n    tls\n}"),
        [("replaced", "proxy")],
    ),
    (
        "https_google has no effect from 1.1.4 on",
        ("1.1.4", "1.12.0"),
        block("proxy . 10.0.0.1 {\n    protocol https_google\n}"),
        block("forward . 10.0.0.1"),
        [("replaced", "proxy")],
    ),
    (
        "several proxies, the narrow ones first",
        ("1.3.1", "1.9.4"),
        block("proxy . 10.0.0.1", "# the lab", "proxy lab.example 10.0.0.2", "proxy b.c 10.0.0.3"),
        block(
            "# the lab",
            "forward lab.example 10.0.0.2",
            "forward b.c 10.0.0.3",
            "forward . 10.0.0.1",
        ),
        [("replaced", "proxy")] * 3,
    ),
    (
        "several proxies, where a server block takes one forward",
        ("1.3.1", "1.9.3"),
        block(
            "errors",
            "hosts",
            "# the lab",
            "proxy lab.example 10.0.0.2 {\n    except a.lab.example\n}",
            "proxy . 10.0.0.1",
            "cache 30",
        ),
        block("errors", "hosts", "forward . 10.0.0.1", "cache 30")
        + "\n"
        + block(
            "errors",
            "cache 30",
            "# the lab",
            "forward . 10.0.0.2 {\n    except a.lab.example\n}",
            key="lab.example:53",
        ),
        [("replaced", "proxy"), ("replaced", "proxy"), ("moved", "proxy")],
    ),
    (
        "properties and plugins that an older release has not",
        ("1.12.0", "1.8.0"),
        block(
            "errors # short",
            "forward . 10.0.0.1 {\n    max_concurrent 10\n    next NXDOMAIN\n}",
            "cache {\n    # fresh\n    servfail 0\n    success 100\n}",
        ),
        block(
            "errors # short",
            "forward . 10.0.0.1 {\n    max_concurrent 10\n}",
            "cache {\n    # fresh\n    success 100\n}",
        ),
        [("lost", "next"), ("lost", "servfail")],
    ),
    (
        "plugins that an older release has not",
        ("1.12.0", "1.2.0"),
        block("ready", "loop # no circles", "forward . 10.0.0.1"),
        block("forward . 10.0.0.1"),
        [("lost", "ready"), ("lost", "loop")],
    ),
    (
        "https_google is refused from 1.2.0 on",
        ("1.1.4", "1.2.0"),
        block("proxy . 10.0.0.1 {\n    protocol https_google\n}"),
        block("proxy . 10.0.0.1"),
        [("removed", "protocol")],
    ),
    (
        "startup and shutdown",
        ("1.0.6", "1.1.0"),
        block('startup echo "a b" # hello', "shutdown echo"),
        block('on startup echo "a b" # hello', "on shutdown echo"),
        [("replaced", "startup"), ("replaced", "shutdown")],
    ),
    (
        "federation",
        ("1.6.9", "1.7.0"),
        block("federation cluster.local {\n    # ours\n    prod a.example\n}", "whoami"),
        block("whoami"),
        [("removed", "federation")],
    ),
    (
        "seconds of a folder, and no_reload",
        ("1.3.1", "1.5.0"),
        block(
            "auto a.b {\n    directory /d (.*) {1} 30 # often\n}",
            "file /db c.d {\n    no_reload\n}",
        ),
        block(
            "auto a.b {\n    directory /d (.*) {1} # often\n    reload 30s\n}",
            "file /db c.d {\n    reload 0\n}",
        ),
        [("replaced", "directory"), ("replaced", "no_reload")],
    ),
    (
        "transfers of secondary zones",
        ("1.7.1", "1.8.0"),
        block("secondary a.b {\n    transfer from 10.0.0.1\n    transfer to 10.0.0.2\n}"),
        block(
            "transfer a.b {\n    to 10.0.0.2\n}",
            "secondary a.b {\n    transfer from 10.0.0.1\n}",
        ),
        [("moved", "transfer")],
    ),
    (
        "words after the name of any",
        ("1.14.3", "1.14.4"),
        block("any all # of them"),
        block("any # of them"),
        [("replaced", "arguments")],
    ),
    (
        "nothing that matters",
        ("1.8.6", "1.15.0"),
        block("errors", "whoami"),
        block("errors", "whoami"),
        [],
    ),
    (
        "in a snippet, once for all that import it",
        ("1.3.1", "1.7.0"),
        "(k) {\n    " + "kubernetes a.b {\n        upstream\n    }\n}\n" + block("import k"),
        "(k) {\n    kubernetes a.b\n}\n" + block("import k"),
        [("removed", "upstream")],
    ),
]


@pytest.mark.parametrize(
    ("releases", "before", "after", "done"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_lines(
    releases: tuple[str, str], before: str, after: str, done: list[tuple[str, str]]
) -> None:
    found = migrate(before, *releases)
    assert found.text == after
    assert sorted(kinds(found)) == sorted(done)
    for text, release in ((before, releases[0]), (after, releases[1])):
        assert verdict(parse(text), build=stock(release), read=Memory({})).message == ""


#: Name, old and new release, the text, and words of what is said.
REFUSED = [
    (
        "https_google before 1.1.4",
        ("1.1.3", "1.12.0"),
        block("proxy . 10.0.0.1 {\n    protocol https_google\n}"),
        "dns.google.com",
    ),
    ("reverse", ("1.1.2", "1.12.0"), block("reverse 10.0.0.0/8 {\n    hostname x\n}"), "reverse"),
    (
        "several proxies in a snippet",
        ("1.3.1", "1.6.0"),
        "(s) {\n    proxy . 10.0.0.1\n    proxy a.b 10.0.0.2\n}\n" + block("import s"),
        "one `forward` in a server block",
    ),
    (
        "several forwards to an old release",
        ("1.12.0", "1.8.0"),
        block("forward a.b 10.0.0.1", "forward . 10.0.0.2"),
        "once per Server Block",
    ),
    (
        "a proxy for a zone that has a server block",
        ("1.3.1", "1.6.0"),
        block("proxy . 10.0.0.1", "proxy a.b 10.0.0.2") + block("whoami", key="a.b:53"),
        "where this one belongs is not sure",
    ),
    (
        "several proxies whose order depends on a variable",
        ("1.3.1", "1.12.0"),
        block("proxy {$ZONE} 10.0.0.1", "proxy a.b 10.0.0.2", "proxy . 10.0.0.3"),
        "depends on a variable",
    ),
    (
        "gRPC without the plugin grpc",
        ("1.3.1", "1.4.0"),
        block("proxy . 10.0.0.1 {\n    protocol grpc\n}"),
        "has no `grpc`",
    ),
    ("a text that CoreDNS does not read", ("1.3.1", "1.6.0"), ". {\n", "does not read"),
]


@pytest.mark.parametrize(
    ("releases", "text", "words"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_what_has_no_counterpart_is_refused_as_a_whole(
    releases: tuple[str, str], text: str, words: str
) -> None:
    found = migrate(text, *releases, deprecated=True)
    assert found.is_refused
    assert words in " ".join(notice.text for notice in found.notices)
    assert (found.edits, found.text) == ((), text)


def test_what_is_deprecated_stays_unless_it_is_to_go() -> None:
    header = block("header {\n    set ra\n}")
    assert migrate(header, "1.9.3", "1.9.4").edits == ()
    assert "response set ra" in migrate(header, "1.9.3", "1.9.4", deprecated=True).text
    proxy = block("proxy . 10.0.0.1")
    assert migrate(proxy, "1.3.1", "1.4.0").edits == ()
    assert "forward ." in migrate(proxy, "1.3.1", "1.4.0", deprecated=True).text


def test_defaults_are_those_of_the_new_release() -> None:
    text = block("health", kubernetes(), "forward . 10.0.0.1")
    assert migrate(text, "1.1.3", "1.1.4", defaults=True).edits == ()
    assert migrate(text, "1.1.3", "1.6.5", defaults=True).text == block(
        "ready", "health {\n    lameduck 5s\n}", kubernetes(), "loop", "forward . 10.0.0.1"
    )
    newest = migrate(text, "1.1.3", "1.12.0", defaults=True)
    assert "forward . 10.0.0.1 {\n        max_concurrent 1000\n    }" in newest.text
    assert [notice.kind for notice in newest.notices].count("written") == 4
    assert migrate(newest.text, "1.1.3", "1.12.0", defaults=True).edits == ()


def test_defaults_leave_what_is_there() -> None:
    """A forward for one zone is no default, and a snippet may have what a block lacks."""
    text = "(s) {\n    loop\n}\n" + block(
        "import s", "forward a.b 10.0.0.1", "health {\n    lameduck 1s\n}"
    )
    assert migrate(text, "1.1.3", "1.12.0", defaults=True).edits == ()


#: Old and new release, the text, and a part of a notice that is or is not there.
TOLD = [
    (("1.6.9", "1.7.0"), block("cache 30"), "coredns_cache", False),
    (("1.8.4", "1.8.5"), block("cache 30", "prometheus"), "coredns_cache_misses", True),
    (("1.8.4", "1.8.5"), block("cache 30"), "coredns_cache_misses", False),
    (("1.14.6", "1.14.7"), block("cache 30", "rewrite name a b"), "it comes after", True),
    (("1.14.6", "1.14.7"), block("cache 30", "errors"), "it comes after", False),
    (("1.8.0", "1.8.1"), block("forward . 1.1.1.1"), "max_concurrent", False),
    (
        ("1.8.0", "1.8.1"),
        block("forward . 1.1.1.1 {\n    max_concurrent 5\n}"),
        "max_concurrent",
        True,
    ),
    (("1.14.6", "1.14.7"), block("forward . 1.1.1.1"), "max_connect_attempts 0", True),
    (
        ("1.14.6", "1.14.7"),
        block("forward . 1.1.1.1 {\n    max_connect_attempts 3\n}"),
        "max_connect_attempts 0",
        False,
    ),
    (("1.11.3", "1.11.4"), block(kubernetes()), "no PTR record", True),
    (("1.11.3", "1.12.1"), block(kubernetes()), "no PTR record", False),
    (("1.8.7", "1.8.6"), block(kubernetes()), "EndpointSlices", False),
]


@pytest.mark.parametrize(("releases", "text", "words", "there"), TOLD)
def test_only_what_matters_is_told(
    releases: tuple[str, str], text: str, words: str, there: bool
) -> None:
    found = migrate(text, *releases)
    told = " ".join(
        f"{each.text}; {each.advice}" for each in found.notices if each.kind != "possible"
    )
    assert (words in told) is there


def test_notices_have_places_in_the_text_as_it_was() -> None:
    text = block("# above", kubernetes("upstream", "ttl 5"), "proxy . 10.0.0.1")
    for notice in migrate(text, "1.3.1", "1.12.0", defaults=True).notices:
        word = text[notice.start : notice.end]
        assert word in (notice.plugin, notice.what, "proxy"), notice


def test_what_both_releases_refuse_is_refused() -> None:
    """`proxy` went away with 1.5.0: it is not known what it was to do under 1.8.0."""
    found = migrate(block("proxy . 10.0.0.1"), "1.8.0", "1.12.0")
    assert (found.is_refused, found.edits) == (True, ())
    assert found.before.refusal == "Corefile:2 - Error during parsing: Unknown directive 'proxy'"


def test_moving_very_many_lines_is_refused() -> None:
    line = kubernetes("transfer to 10.0.0.1")
    text = "".join(block(line, key=f".:{number}") for number in range(1, 102))
    assert migrate(text, "1.7.1", "1.8.0").is_refused


@pytest.mark.slow
def test_the_work_grows_as_the_text_does() -> None:
    def work(number: int) -> None:
        stanza = kubernetes("upstream", "resyncperiod 5s")
        text = "".join(block(stanza, "health", key=f"a{each}.b") for each in range(number))
        migrate(text, "1.5.2", "1.7.0", defaults=True)

    assert growth(work, 8) < 3


def test_releases_that_are_not_known() -> None:
    with pytest.raises(ValueError, match="not a release"):
        migrate("", "one", "1.12.0")


@pytest.mark.parametrize(
    ("key", "differ"),
    [
        # Before 1.14.7 no query comes to a zone with capital letters (dnsserver/register.go).
        ("Example.org", 1),
        ("example.org", 0),
        # What these become is not known, nor are its letters.
        ("${DOMAIN}", 0),
        ("${DOMAIN}:53", 0),
        ("{$DOMAIN}:53", 0),
        ("{{ .Values.Domain }}", 0),
        ("__PILLAR__DNS__DOMAIN__:53", 0),
    ],
)
def test_letters_of_keys_that_are_filled_in_say_nothing(key: str, differ: int) -> None:
    text = block("forward . 192.0.2.1", key=key) + block("whoami")
    for old, new in (("1.11.3", "1.13.1"), ("1.13.1", "1.14.6"), ("1.14.7", "1.15.0")):
        assert not migrate(text, old, new).answers
    assert len(migrate(text, "1.11.3", "1.15.0").answers) == differ
