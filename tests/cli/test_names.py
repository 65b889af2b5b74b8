"""The command `corefile names`."""

import json
from pathlib import Path

from tests.cli.programs import corefile

COREFILE = """\
corp.example {
    forward . 10.0.0.53
}
. {
    hosts {
        10.0.0.7 a.example
        10.0.0.8 b.example
        fallthrough
    }
    template IN A t.example {
        match ^ip-
        rcode NXDOMAIN
        fallthrough
    }
    forward . 1.1.1.1
}
"""


def test_each_name_has_a_line_under_its_server_block(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(COREFILE)
    ran = corefile("names", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["Corefile:1:1", "`corp.example`"] in lines
    assert "corp.example and names below it forward 10.0.0.53 (2:5)".split() in lines
    assert "a.example hosts 10.0.0.7 (6:9)".split() in lines
    assert "7.0.0.10.in-addr.arpa PTR hosts a.example (6:9)".split() in lines
    assert "all other names forward 1.1.1.1 (15:5)".split() in lines
    (patterned,) = (line for line in ran.out.splitlines() if "t.example and" in line)
    assert patterned.endswith("forward 1.1.1.1 (15:5) (some in another way)")


def test_many_names_of_a_table_have_one_line_unless_all_are_wanted(tmp_path: Path) -> None:
    entries = "".join(f"10.0.0.{number} h{number}.example\n" for number in range(1, 101))
    (tmp_path / "Corefile").write_text(f". {{\nhosts {{\n{entries}fallthrough\n}}\nwhoami\n}}\n")
    short = corefile("names", "Corefile", cwd=tmp_path).out
    assert "  100 names such as h1.example" in short
    assert len(short.splitlines()) < 10
    long = corefile("names", "--all", "Corefile", cwd=tmp_path).out
    assert [line for line in long.splitlines() if " h57.example " in line and "10.0.0.57" in line]


def test_json_has_every_name_once_for_each_end(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(COREFILE)
    ran = corefile("names", "--output-format", "json", "Corefile", cwd=tmp_path)
    found = json.loads(ran.out)
    assert {name["name"] for group in found for name in group["names"]} >= {
        ".",
        "corp.example.",
        "a.example.",
        "b.example.",
        "t.example.",
    }
    (own,) = (group for group in found if group["names"][0]["name"] == "corp.example.")
    assert own["types"] is None
    assert own["alternatives"][0]["block"] == ["corp.example"]
    assert own["alternatives"][0]["ends"][0]["to"] == ["10.0.0.53"]
    assert own["alternatives"][0]["ends"][0]["line"] == 2


def test_concise_is_one_line_a_name_with_tabs() -> None:
    ran = corefile("names", "--output-format", "concise", "-", stdin=COREFILE.encode())
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert {len(row) for row in rows} == {4}
    assert ["dns://:53", "a.example", "A", "hosts 10.0.0.7 (-:6:9)"] in rows


def test_a_manifest_gives_places_in_the_manifest() -> None:
    ran = corefile("names", "examples/coredns-configmap.yaml")
    assert "registry.example.com  " in ran.out
    assert "hosts 10.20.0.5 (17:13)" in ran.out


def test_a_corefile_that_coredns_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(". {\n whoami\n nothing-known\n}\n")
    ran = corefile("names", "Corefile", cwd=tmp_path)
    assert ran.status == 1
    assert "Unknown directive 'nothing-known'" in ran.err
    assert "all names" in ran.out
