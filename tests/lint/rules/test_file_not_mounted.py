"""Files that are beside the Corefile, and those that are not.

What is quoted is what CoreDNS 1.15.0 prints, which was asked with files that are not there.
"""

from __future__ import annotations

import pytest

from corefile.documents import Embedded, Folder, OffsetMap, ZoneFile, read
from corefile.lint import lint_document
from corefile.lint.engine import context, run
from corefile.lint.rules.hosts_and_files.file_not_mounted import RULE
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse

FILE = Embedded("", "file", OffsetMap.identity(0), ZoneFile("example.db"))
FOLDER = Folder(
    "/etc/coredns",
    {"Corefile": None, "example.db": FILE, "a.hosts": FILE, "tls.crt": None},
    elsewhere=True,
)


def found(lines: str, folder: Folder | None = FOLDER) -> list[tuple[str, str, str]]:
    tree = parse(f"example.org {{\n{lines}\n}}\n")
    findings = run(context(tree, folder=folder), Settings((RULE,)))
    return [
        (f.source.text[f.span.start : f.span.end], f.message.partition(": ")[2], f.help)
        for f in findings
    ]


NONE = "open {path}: no such file or directory"
STARTS_NOT = "CoreDNS does not start: "


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("file {path}", f'CoreDNS logs `Failed to open "{NONE}"`, and answers SERVFAIL'),
        ("file {path} {{\n reload 0\n}}", f"{STARTS_NOT}`plugin/file: plugin/file: {NONE}`"),
        # The last `reload` counts for all.
        (
            "file {path} {{\n reload 0\n}}\nfile /x {{\n reload 1m\n}}",
            f'CoreDNS logs `Failed to open "{NONE}"`, and answers SERVFAIL',
        ),
        (
            "hosts {path}",
            "CoreDNS logs `File does not exist: {path}`, and has no names from it",
        ),
        ("sign {path}", f"CoreDNS logs `Error signing …: {NONE}`, and signs nothing"),
        ("sign /x {{\n key file {path}.key\n}}", f"{STARTS_NOT}`plugin/sign: {NONE}`"),
        ("dnssec {{\n key file {path}.key\n}}", f"{STARTS_NOT}`plugin/dnssec: {NONE}`"),
        ("dnssec {{\n key file {path}\n}}", f"{STARTS_NOT}`plugin/dnssec: {NONE}`"),
        ("tls {path} /x", f"{STARTS_NOT}`plugin/tls: could not load TLS cert: {NONE}`"),
        ("tls /x {path}", f"{STARTS_NOT}`plugin/tls: could not load TLS cert: {NONE}`"),
        ("tls /x /y {path}", f"{STARTS_NOT}`plugin/tls: error reading {{path}}: {NONE}`"),
        (
            "forward . 9.9.9.9 {{\n tls {path}\n}}",
            f"{STARTS_NOT}`plugin/forward: error reading {{path}}: {NONE}`",
        ),
        (
            "grpc . 9.9.9.9 {{\n tls {path} /x\n}}",
            f"{STARTS_NOT}`plugin/grpc: could not load TLS cert: {NONE}`",
        ),
        (
            "etcd {{\n tls {path}\n}}",
            f"{STARTS_NOT}`plugin/etcd: error reading {{path}}: {NONE}`",
        ),
        (
            "loadbalance weighted {path}",
            "CoreDNS logs `Failed to open weight file`, and all addresses weigh the same",
        ),
        (
            "loadbalance weighted {path} {{\n reload 0s\n}}",
            f"{STARTS_NOT}`plugin/loadbalance: weight file open error`",
        ),
        (
            "tsig {{\n secrets {path}\n}}",
            f"{STARTS_NOT}`plugin/tsig: … Wrong argument count or unexpected line ending after"
            " '{path}'`",
        ),
    ],
)
def test_says_what_coredns_does(lines: str, said: str) -> None:
    path = "/etc/coredns/exmaple.db"
    ((where, message, _),) = found(lines.format(path=path))
    opened = f"{path}.key" if "key file" in lines else path
    assert (where.removesuffix(".key"), message) == (path, said.format(path=opened))


@pytest.mark.parametrize(
    ("lines", "help_text"),
    [
        ("file /etc/coredns/exmaple.db", "did you mean `example.db`?"),
        ("file /etc/coredns/qq", "add a file of this name to `zoneFiles`, which has `example.db`"),
        ("file /etc//coredns/./exmaple.db", "did you mean `example.db`?"),
        ("root /etc/coredns\nfile exmaple.db", "did you mean `example.db`?"),
        ("root /nowhere\nroot /etc/coredns/\nfile ./exmaple.db", "did you mean `example.db`?"),
        ("root /etc\nfile coredns/exmaple.db", "did you mean `example.db`?"),
        ("hosts /etc/coredns/a.host {\n 10.0.0.1 a\n}", "did you mean `a.hosts`?"),
        ("file example.db", "write `/etc/coredns/example.db`"),
        ("tsig {\n secrets example.db\n}\nroot /etc/coredns", "write `/etc/coredns/example.db`"),
    ],
)
def test_says_what_to_write(lines: str, help_text: str) -> None:
    assert [help_ for _, _, help_ in found(lines)] == [help_text]


@pytest.mark.parametrize(
    "lines",
    [
        "file /etc/coredns/example.db",
        "root /etc/coredns\nfile example.db",
        "tls /etc/coredns/tls.crt /etc/ssl/tls.key",
        # Elsewhere, and in folders of the folder.
        "file /var/lib/x.db",
        "file /etc/coredns/zones/x.db",
        "file x.db",
        "file zones/example.db",
        "root /var/lib\nfile example.db",
        "root zones\nfile example.db",
        # What is not known.
        "file /etc/coredns/{$ZONE}.db",
        "file /etc/coredns/__ZONE__.db",
        "root {$ROOT}\nfile example.db",
        "import /elsewhere/*.conf\nfile example.db",
        # The file is only there for the zones behind it to be named.
        "hosts /etc/coredns/none example.org {\n 10.0.0.1 a.example.org\n}",
        "hosts {\n 10.0.0.1 a.example.org\n}",
        "auto {\n directory /etc/coredns\n}",
        "dnssec {\n key aws_secretsmanager example.db\n}",
        "tls",
    ],
)
def test_silent(lines: str) -> None:
    assert not found(lines)


def test_silent_where_nothing_is_known() -> None:
    assert not found("file /etc/coredns/exmaple.db", None)
    assert not found("file example.db", Folder(FOLDER.path, FOLDER.files))


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        # CoreDNS 1.15.0 starts where the file is not in its folder, and does not where it is read.
        ("example.db", ["file-not-mounted"]),
        ("/etc/coredns/example.db", ["fails-at-start"]),
    ],
)
def test_a_zone_file_that_is_not_read_does_not_keep_coredns_from_starting(
    path: str, rules: list[str]
) -> None:
    values = (
        "servers:\n- zones:\n  - zone: example.org.\n  port: 53\n  plugins:\n  - name: file\n"
        f"    parameters: {path}\nzoneFiles:\n- filename: example.db\n  domain: example.org\n"
        "  contents: |\n    www.example.org. IN A 192.0.2.1\n"
    )
    found = [item.finding.rule.name for item in lint_document(read(values, "values.yaml")).findings]
    assert [name for name in found if name in ("file-not-mounted", "fails-at-start")] == rules
