"""One slip in the file around a Corefile: one finding, at the slip, and the fix that undoes it."""

from textwrap import dedent, indent

import pytest

from corefile.documents import read
from corefile.lint.document import lint_document
from corefile.lint.fixing import fix_document

TOP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\n"
TEXT = "    . {\n        errors\n        whoami\n    }\n"
RIGHT = f"{TOP}data:\n  Corefile: |\n{TEXT}"
TWO = f"{RIGHT}  a.server: |\n    a.example {{\n        whoami\n    }}\n"

#: What is written, the place and code of the finding, and what it should be; "" for no fix.
SLIPS = [
    (RIGHT.replace("Corefile:", "corefile:"), "7:3 CF020", RIGHT),
    (RIGHT.replace("Corefile:", "'CoreFile':"), "7:3 CF020", RIGHT),
    (RIGHT.replace("Corefile:", "Corefiles:"), "7:3 CF020", RIGHT),
    (RIGHT.replace("Corefile:", "Corfile:"), "7:3 CF020", RIGHT),
    (RIGHT.replace("Corefile:", "config:"), "6:1 CF020", ""),
    (TOP, "4:3 CF020", ""),
    (
        RIGHT.replace("\ndata:\n  ", "\n"),
        "6:1 CF021",
        f"{TOP}data:\n  Corefile: |\n{indent(TEXT, '  ')}",
    ),
    (RIGHT.replace("\ndata:\n", "\n"), "6:3 CF021", RIGHT),
    (RIGHT.replace("\ndata:\n  ", "\ndata:\n"), "7:1 CF021", RIGHT.replace("\n    ", "\n      ")),
    (RIGHT.replace("\ndata:", "\nData:"), "6:1 CF021", RIGHT),
    (RIGHT.replace("\ndata:", "\nspec:"), "6:1 CF021", RIGHT),
    (RIGHT.replace("\ndata:", "\nbinaryData:"), "7:3 CF021", RIGHT),
    (RIGHT.replace("Corefile:", "Corefile"), "7:3 CF003", RIGHT),
    (RIGHT.replace("Corefile: ", "Corefile:"), "7:3 CF003", RIGHT),
    (
        RIGHT.replace(TEXT, "  # all\n" + indent(dedent(TEXT), "  ")),
        "8:3 CF003",
        RIGHT.replace("|\n", "|\n    # all\n"),
    ),
    (f"{TOP}binaryData:\n  Corefile: LiB7fQo=\n", "7:3 CF021", ""),
    (f"{TOP}binaryData:\n  Corefile: . {{\n", "7:3 CF021", f"{TOP}data:\n  Corefile: . {{\n"),
    (TWO.replace("  a.server", "    a.server"), "12:5 CF023", TWO),
    (RIGHT.replace("    . {", "        . {"), "8:9 CF003", RIGHT),
    (RIGHT.replace("    . {", "     . {"), "8:6 CF003", RIGHT),
    (RIGHT.replace("    . {", "          . {"), "8:11 CF003", RIGHT),
    (RIGHT.replace("      errors", "errors"), "9:3 CF003", RIGHT),
    (RIGHT.replace("    }", "}"), "11:1 CF003", RIGHT),
    (RIGHT.replace(TEXT, TEXT.replace("    ", "  ", 1).replace("\n  ", "\n")), "8:3 CF003", RIGHT),
    (RIGHT.replace(TEXT, TEXT.replace("    ", "\t")), "8:2 CF003", RIGHT),
    (RIGHT.replace("Corefile: |", "Corefile:"), "8:5 CF016", RIGHT),
    (
        RIGHT.replace("Corefile: |", "Corefile: >\n    # ours"),
        "8:5 CF016",
        RIGHT.replace("Corefile: |", "Corefile: |\n    # ours"),
    ),
    (
        RIGHT.replace("Corefile: |", "Corefile: >").replace("        ", "    "),
        "8:5 CF016",
        RIGHT.replace("        ", "    "),
    ),
]


def found(text: str, name: str = "coredns.yaml") -> list[str]:
    checked = lint_document(read(text, name))
    return [
        f"{item.place.first.line}:{item.place.first.column} {item.finding.rule.code}"
        for item in checked.findings
        if item.finding.severity != "info"
    ]


@pytest.mark.parametrize(("text", "place", "right"), SLIPS)
def test_one_slip_is_one_finding(text: str, place: str, right: str) -> None:
    assert found(text) == [place]
    assert fix_document(read(text, "coredns.yaml")).text == (right or text)


#: Files that are something else, and what they are called.
FOREIGN = [
    (
        "Name:         coredns\nNamespace:    kube-system\n\nData\n====\n. {\n}\n",
        "kubectl describe",
    ),
    (
        "$ kubectl describe cm coredns\nName:  coredns\nNamespace: kube-system\n\nData\n. {\n}\n",
        "kubectl describe",
    ),
    ("; my zone\n$TTL 3600\n@ IN SOA a b 1 2 3 4 5\n", "zone file"),
    ("example.org. 3600 IN SOA ns.a. b.c. (\n 1 2 3 4 5 )\n", "zone file"),
    ("127.0.0.1\tlocalhost\n::1 localhost # six\nfe80::1%lo0 a\n", "hosts file"),
    ('zone "a.example" IN {\n    type master;\n    file "a.db";\n};\n', "BIND"),
    ("// ours\n/* {\n */\noptions {\n  forwarders { 192.0.2.1; };\n};\nzone x {\n};\n", "BIND"),
    ('include "/etc/keys";\nacl inside\n{\n  192.0.2.0/24;\n};\n', "BIND"),
    (". {\n<<<<<<< HEAD\n    log\n=======\n    errors\n>>>>>>> other\n}\n", "merge with conflicts"),
    (f"{TOP}<<<<<<< HEAD\ndata:\n=======\ndata:\n>>>>>>> x\n  Corefile: |\n{TEXT}", "merge"),
    ("# made by hand\nsearch a.example\nnameserver 192.0.2.1\n", "name servers"),
    ("*.o\n/build\n/dist\n*.log\n.env\n.idea/\n", "do not begin with plugins"),
    ("FROM scratch\nCOPY a b\nCOPY c d\nUSER 65532\nEXPOSE 53\nENTRYPOINT a\n", "plugins"),
    ("all: a\n\na: b\n\tgcc $^ ${X}\nb:\n\ttouch b\nc:\n\trm b\n", "plugins"),
    ('.\\" by hand\n.TH "COREFILE" 5\n.PP\nany\n', "plugins"),
]

#: Corefiles that look a little like one of those.
COREFILES = [
    "",
    "# 127.0.0.1 localhost\n",
    "127.0.0.1\nwhoami\n",
    ":53 :54\nwhoami\n",
    "nameserver.example\nwhoami\n",
    "search\nwhoami\n",
    "soa.example {\n    hosts {\n        127.0.0.1 localhost\n    }\n}\n",
    "Name:53 {\n    whoami\n}\n",
    "options {\n    whoami\n}\n",
    "zone a.example {\n    whoami\n}\n",
    "a.example {\n    whoami\n};\n",
    "a.example\nimport b\nc\nd\ne\nf\n",
    "a.example {\nb\nc\nd\ne\nf\ng\n}\n",
    "a.example\n{\nb\nc\nd\ne\nf\n}\n",
    "a.example,\nb.example,\nc.example,\nd.example,\ne.example,\nf.example {\n}\n",
    "a.example\nlgo\nerrors\ncache\nb\nc\nd\n",
    "a.example\nb\nc\nd\ne\n",
]


@pytest.mark.parametrize(("text", "what"), FOREIGN)
def test_what_is_something_else_is_one_finding(text: str, what: str) -> None:
    (item,) = lint_document(read(text, "Corefile")).findings
    assert (item.finding.rule.code, item.finding.severity) == ("CF022", "error")
    assert what in item.finding.message


@pytest.mark.parametrize("text", COREFILES)
def test_what_is_a_corefile(text: str) -> None:
    assert len(read(text, "Corefile").corefiles) == 1


@pytest.mark.parametrize(
    "text",
    [
        # Other names of ConfigMaps: additions, other programs, patches.
        RIGHT.replace("name: coredns", "name: coredns-custom").replace("Corefile", "a.server"),
        RIGHT.replace("name: coredns", "name: other").replace("Corefile", "corefile"),
        RIGHT.replace("kube-system", "dns").replace("Corefile", "other"),
        RIGHT.replace("Corefile", "a.server"),
        f"{TOP}$patch: delete\n",
        RIGHT.replace("Corefile:", "Corefile-backup:"),
    ],
)
def test_config_maps_that_need_no_corefile(text: str) -> None:
    assert not {place for place in found(text) if "CF02" in place}


def test_sound_files_have_no_findings() -> None:
    imported = TWO.replace("  a.server", "    import *.server\n  a.server")
    assert not [*found(RIGHT), *found(imported)]
    assert found(TWO) == ["12:3 CF041"]


@pytest.mark.parametrize("mark", ["", " |"])
def test_text_that_has_no_key(mark: str) -> None:
    top = "kind: ConfigMap\nmetadata:\n  name: coredns-custom\n"
    text = f"{top}data:{mark}\n  a.example:53 {{\n    errors\n    forward . 192.0.2.53\n  }}\n"
    [item] = lint_document(read(text, "coredns.yaml")).findings
    assert (item.place.first.line, item.finding.severity) == (4, "error")
    assert "Write `NAME.server: |`" in item.finding.message
    other = text.replace("errors", "some").replace("forward", "other")
    assert not lint_document(read(other, "coredns.yaml")).findings


def test_tabs_in_a_part_of_a_config_map() -> None:
    text = "apiVersion: v1\n\tdata:\n\t  Corefile: |\n\t    . {\n\t        whoami\n\t    }\n"
    [item] = lint_document(read(text, "coredns.yaml")).findings
    assert (item.finding.rule.code, item.place.first.line) == ("CF003", 2)
