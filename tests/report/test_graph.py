"""The picture of a configuration in all its formats."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corefile
from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Config, configure
from corefile.coredns.model.picture import Picture, picture
from corefile.report.graph import FORMATS, draw
from corefile.report.trace import Place
from tests.work import growth

SVG = "{http://www.w3.org/2000/svg}"

CLUSTER = """\
.:53 {
    errors
    health
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    hosts {
        10.0.0.1 a.example b.example
        10.0.0.2 a.example
        fallthrough
    }
    forward . /etc/resolv.conf
    cache 30
}
"""
CLUSTER_TEXT = """\
dns://:53 ─ . │ cache > hosts(2 names, ↴) > kubernetes(cluster.local reverse, ↴ reverse) >
              │   forward ─▶ /etc/resolv.conf
"""
SPLIT = """\
corp.example db.corp.example {
    bind 10.0.0.2
    file db.corp
    forward . 9.9.9.9
}
corp.example {
    bind 10.0.0.2
    view late {
        expr true
    }
    whoami
}
corp.example {
    bind 10.0.0.2
    view office {
        expr client_ip() == '10.0.0.9'
    }
    forward . 1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4
}
tls://. quic://. {
    tls cert.pem key.pem
    forward corp.example 10.0.0.2
    forward . 9.9.9.9
}
empty.example:54 {
    health
}
"""
SPLIT_TEXT = """\
dns://10.0.0.2:53 ┬ corp.example    │ file > ✗ forward ─▶ 9.9.9.9
                  │ db.corp.example │ ✗ forward: no query comes here, every query ends at `file`
                  ├ corp.example    │ view late if true
                  │                 │ ✗ only queries for DS come here: \
another server block has `corp.example.` before it (line 1)
                  │                 │ whoami
                  └ corp.example    │ view office if client_ip() == '10.0.0.9'
                                    │ ✗ only queries for DS come here: \
another server block has `corp.example.` before it (line 1)
                                    │ forward ─▶ 1.1.1.1 1.0.0.1 8.8.8.8 +1
tls://:853, quic://:853 ─ . │ forward(corp.example) ─▶ 10.0.0.2 > forward ─▶ 9.9.9.9
dns://:54 ─ empty.example │ no plugin answers: every query is REFUSED
"""


def config(text: str) -> Config:
    return configure(expand(corefile.parse(text), env=None, read=None))


def of(text: str) -> Picture:
    return picture(config(text))


def where(token: ExpandedToken) -> Place:
    return Place("Corefile", token.line, 1)


def drawn(text: str, format_: str, title: str = "Corefile") -> str:
    return draw(of(text), format_, title, where)


@pytest.mark.parametrize(("text", "shown"), [(CLUSTER, CLUSTER_TEXT), (SPLIT, SPLIT_TEXT)])
def test_the_text(text: str, shown: str) -> None:
    assert drawn(text, "text") == shown.replace(
        ">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    )


def test_the_plugins_and_what_they_are() -> None:
    (socket,) = of(CLUSTER).sockets
    (row,) = socket.rows
    assert [(chip.name, chip.kind) for chip in row.chain] == [
        ("errors", "observes"),
        ("cache", "changes"),
        ("hosts", "answers"),
        ("kubernetes", "answers"),
        ("forward", "answers"),
    ]
    assert [chip.name for chip in row.settings] == ["health"]
    hosts, kubernetes = row.chain[2:4]
    assert (hosts.names, hosts.falls_through_always) == (("a.example.", "b.example."), True)
    assert kubernetes.fallthrough == ("in-addr.arpa.", "ip6.arpa.")
    assert kubernetes.lines == ("kubernetes cluster.local in-addr.arpa ip6.arpa",)


def test_an_unknown_place_is_a_place_too() -> None:
    (socket,) = of("{$ZONE} {\nwhoami\n}").sockets
    assert (str(socket), [row.keys for row in socket.rows]) == ("not known where", [("{$ZONE}",)])
    (socket,) = of("a.org {\nimport more\nwhoami\n}").sockets
    assert str(socket) == "not known where"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("text", [CLUSTER, SPLIT, ""])
def test_the_same_text_gives_the_same_bytes(format_: str, text: str) -> None:
    assert drawn(text, format_) == drawn(text, format_)
    assert drawn(text, format_).endswith("\n") or (format_, text) == ("text", "")


# ----- SVG


def test_the_svg_is_text_in_its_own_frame() -> None:
    text = drawn(SPLIT, "svg", "<Corefile>")
    root = ET.fromstring(text)
    assert root[0].text == "<Corefile>"
    assert root[1].text == (
        "3 listeners, 5 server blocks, each with its plugins in the order in which CoreDNS asks "
        "them, and the servers that queries are sent to. Struck out: no query comes there."
    )
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"db.corp.example", "whoami", "10.0.0.2", "1.0.0.1"} <= set(words)
    assert "prefers-color-scheme:dark" in text
    assert not re.search(r"url\(|@import|href|<script|<image|<foreignObject", text)
    assert text.count("http") == 1  # the name space
    high, wide = int(root.attrib["height"]), int(root.attrib["width"])
    for box in root.iter(f"{SVG}rect"):
        x, y = float(box.get("x", 0)), float(box.get("y", 0))
        assert x + float(box.attrib["width"]) <= wide
        assert y + float(box.attrib["height"]) <= high


def test_the_svg_strikes_out_what_no_query_comes_to() -> None:
    root = ET.fromstring(drawn(SPLIT, "svg"))
    dead = [group for group in root.iter(f"{SVG}g") if group.get("class") == "dead"]
    words = [element.text for group in dead for element in group.iter(f"{SVG}text")]
    assert words == ["never asked", "forward", "9.9.9.9"]


def test_boxes_in_the_svg_do_not_overlap() -> None:
    names = " ".join(f"zone{number}.example" for number in range(30))
    more = "\n".join(f"forward z{number}.example 10.0.0.{number}" for number in range(1, 9))
    text = f"{names} {{\nerrors\nlog\ncache\nrewrite name a b\nfile db\n{more}\nwhoami\n}}"
    root = ET.fromstring(drawn(text, "svg"))
    boxes = [
        tuple(float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        for box in root.iter(f"{SVG}rect")
        if box.get("class") == "box"
    ]
    assert len(boxes) > 20
    for number, (x, y, wide, high) in enumerate(boxes):
        for other_x, other_y, other_wide, other_high in boxes[number + 1 :]:
            apart = x + wide <= other_x or other_x + other_wide <= x
            assert apart or y + high <= other_y or other_y + other_high <= y


# ----- hostile names

hostile = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=12)
special = st.sampled_from(
    [
        '"',
        "</title>",
        "]]>",
        "--",
        "<b>",
        "&amp;",
        "#quot;",
        "`",
        "\\",
        "\\N",
        "end",
        "]",
        "\x1b[2J",
    ]
)
words = st.lists(hostile | special, min_size=1, max_size=4).map("".join)


def quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(words, words, words)
def test_hostile_names_stay_names(key: str, name: str, title: str) -> None:
    table = f"hosts {{\n10.0.0.1 {quoted(name)}\n}}"
    text = f"{quoted(key)} {{\n{table}\nforward {quoted(name)} 1.1.1.1\n}}"
    found = of(f"a.org {{\nexternal\nforward . {quoted(name)}\n}}\n{text}")
    root = ET.fromstring(draw(found, "svg", title, where))
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "desc", "style", "g", "rect", "text", "path")
    }
    json.loads(draw(found, "json", title, where))
    for line in draw(found, "mermaid", title, where).splitlines():
        assert re.fullmatch(MERMAID, line), line
    assert_quoted(draw(found, "dot", title, where))
    for format_ in FORMATS:
        assert "\x1b" not in draw(found, format_, title, where) or format_ == "json"


LABEL = r'"(?:[^"<>`&]|<br/>)*"'
NODE = rf"(?:\[{LABEL}\]|\(\[{LABEL}\]\))"
MERMAID = (
    r"flowchart LR| +subgraph s\d+\[" + LABEL + r"\]| +direction LR| +end"
    rf"| +\w+{NODE}:::\w+| +\w+ --> \w+| +classDef [\w #:,-]+"
)


def assert_quoted(text: str) -> None:
    """Hold that Graphviz reads no string of a graph to its end too early."""
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', "S", text)
    assert re.fullmatch(r"digraph S \{\n(?:[\w\s\[\]{}=,.;>-]|;)*\}\n", bare)


def test_mermaid_gets_no_more_edges_than_it_draws() -> None:
    blocks = "".join(f"z{n}.org {{\nlog\ncache\nforward . 10.0.0.1\n}}\n" for n in range(200))
    assert drawn(blocks, "mermaid").count("-->") <= 500


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")
@pytest.mark.parametrize("text", [CLUSTER, SPLIT, '"a\\"b.org" {\nforward . 1.1.1.1\n}'])
def test_graphviz_reads_it(text: str) -> None:
    done = subprocess.run(
        ["dot", "-Tplain"], input=drawn(text, "dot").encode(), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


# ----- JSON


def test_the_json() -> None:
    found = json.loads(drawn(SPLIT, "json"))
    first, tls, _ = found["listeners"]
    assert first["addresses"] == ["dns://10.0.0.2:53"]
    assert tls["addresses"] == ["tls://:853", "quic://:853"]
    block, late, _ = first["blocks"]
    assert (block["keys"], block["line"], block["unreachable"]) == (
        ["corp.example", "db.corp.example"],
        1,
        None,
    )
    assert (late["view"], late["only_ds"]) == ({"name": "late", "condition": "true"}, True)
    assert block["chain"][1] == {
        "plugin": "forward",
        "role": "answers",
        "path": "Corefile",
        "line": 4,
        "column": 1,
        "lines": ["forward . 9.9.9.9"],
        "zones": [],
        "names": [],
        "fallthrough": [],
        "to": ["9.9.9.9"],
        "unreachable": "every query ends at `file`",
    }


# ----- size


def large(blocks: int) -> Config:
    body = "log\nhosts {\nfallthrough\n}\nforward . 10.0.0.1\n"
    return config("".join(f"z{number}.org {{\n{body}}}\n" for number in range(blocks)))


def test_the_work_grows_with_the_server_blocks() -> None:
    configs = {blocks: large(blocks) for blocks in (15, 30, 60, 61)}

    def work(blocks: int) -> None:
        found = picture(configs[blocks])
        for format_ in FORMATS:
            draw(found, format_, "Corefile", where)

    assert growth(work, 15) < 2.2


@pytest.mark.slow
def test_a_thousand_server_blocks() -> None:
    found = picture(large(1000))
    assert draw(found, "svg", "Corefile", where).count('class="card"') == 1000
