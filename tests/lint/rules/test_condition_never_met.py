"""Conditions that no query meets: what functions give, and which conditions exclude others."""

import pytest

from corefile.lint import lint


def found(block: str) -> list[tuple[str, str]]:
    text = f". {{\n{block}\nforward . 192.0.2.53\n}}\n. {{\nforward . 192.0.2.54\n}}\n"
    return [
        (item.message, item.help) for item in lint(text) if item.rule.name == "condition-never-met"
    ]


def in_view(*conditions: str) -> list[tuple[str, str]]:
    return found("view v {\n" + "".join(f"expr {each}\n" for each in conditions) + "}")


@pytest.mark.parametrize(
    ("condition", "words", "help_"),
    [
        ("type() == 'a'", "never `a`, so this is never true", "`'A'`"),
        ("'a' != type()", "so this is always true", "`'A'`"),
        ("type() == 'TYPE28'", "never `TYPE28`", "`'AAAA'`"),
        ("type() in ['A', 'mx']", "never `mx`", "`'MX'`"),
        ("type() matches '^aaaa$'", "capital letters", "capital letters"),
        ("class() == 'in'", "never `in`", "`'IN'`"),
        ("proto() == 'UDP'", "`udp` or `tcp`", "`'udp'`"),
        ("proto() == 'https'", "`udp` or `tcp`", "`'tcp'`"),
        ("type() in ['a', 'mx']", "never `a`, so this is never true", "`'A'`, `'MX'`"),
        ("port() == '53'", "sends from", "`server_port()`"),
        ("server_port() == '65536'", "1 to 65535", "smaller"),
        ("name() == '*.example.org.'", "`*` is not a wildcard", "endsWith '.example.org.'"),
        ("name() endsWith '*.example.org.'", "`*` is not a wildcard", "endsWith '.example.org.'"),
        ("server_port() == ':53'", "1 to 65535", "digits"),
        ("name() == 'a.example.org'", "a dot at the end", "`'a.example.org.'`"),
        ("name() == 'A.example.org.'", "lower case", "`'a.example.org.'`"),
        ("name() endsWith '.example.org'", "a dot at the end", "`'.example.org.'`"),
        ("name() contains 'Example'", "lower case", "`'example'`"),
        ("name() matches '^www[.]example$'", "no name fits", "`[.]$`"),
        ("client_ip() == '10.0.0.300'", "never `10.0.0.300`", "address"),
        ("client_ip() == '10.0.0.0/8'", "addresses such as", "`incidr(client_ip(), '10.0.0.0/8')`"),
        ("client_ip() == '2001:DB8::1'", "addresses such as", "`'2001:db8::1'`"),
        ("incidr(client_ip(), '10.0.0.0/33')", "invalid CIDR address: 10.0.0.0/33", "0 to 32"),
        ("incidr(client_ip(), '10.1.0.0')", "invalid CIDR address", "`'10.1.0.0/16'`"),
        ("incidr(client_ip(), '[2001:db8::]/64')", "invalid CIDR address", "`'2001:db8::/64'`"),
        ("incidr(client_ip(), '10.0.0.0/8,127.0.0.0/8')", "invalid CIDR address", "`||`"),
        ("incidr('10.0.0.0/8', client_ip())", "not an IP address", "the address first"),
        ("bufsize() < 512", "from 512 to 65535", "between"),
        ("opcode() == 16", "from 0 to 15", "between"),
        ("type() == 'A' && type() == 'AAAA'", "exclude each other", "`||`"),
        (
            "incidr(client_ip(), '10.1.0.0/16') && !incidr(client_ip(), '10.0.0.0/8')",
            "exclude each other",
            "`||`",
        ),
    ],
)
def test_constants_that_no_query_has(condition: str, words: str, help_: str) -> None:
    ((message, advice),) = in_view(condition)
    assert words in message
    assert help_ in advice


@pytest.mark.parametrize(
    "condition",
    [
        "type() in ['A', 'AAAA', 'TYPE65280']",
        "class() == 'CH' && proto() == 'tcp'",
        "server_port() == '53' || port() == '40000'",
        "name() == 'example.org.' or name() endsWith '.example.org.'",
        "name() startsWith '*.'",
        "name() startsWith 'www.' && name() matches '[.]example[.]'",
        "client_ip() == '2001:db8::1' or client_ip() startsWith '10.'",
        "client_ip() == 'fe80::1%eth0'",
        "incidr(client_ip(), '10.0.0.0/8') && !incidr(client_ip(), '10.0.0.0/9')",
        "incidr(client_ip(), '10.1.2.3/8')",
        "bufsize() <= 512 && opcode() == 0",
        "metadata('a/b') == 'x' && lower(type()) == 'a'",
        "incidr(client_ip(), '{$NETWORK}')",
        "incidr(client_ip(), '<NETWORK>')",
    ],
)
def test_conditions_that_some_query_meets(condition: str) -> None:
    assert in_view(condition) == []


@pytest.mark.parametrize(
    ("key", "condition", "words"),
    [
        (".:5353", "server_port() == '53'", "come to port 5353"),
        (".:5353", "server_port() in ['853', '53'] && type() == 'A'", "come to port 5353"),
        (".:53 .:5353", "server_port() == '53'", ""),
        # The option -dns.port sets the port of this key.
        (".", "server_port() == '5353'", ""),
        ("tls://.", "server_port() == '53'", "come to port 853"),
        ("tls://.", "server_port() == '853'", ""),
        (".:5353 .:{$PORT}", "server_port() == '53'", ""),
        ("example.org", "name() endsWith '.example.net.'", "names below `example.org`"),
        ("example.org", "name() == 'www.example.net.'", "names below `example.org`"),
        ("example.org", "name() == 'example.org.'", ""),
        ("example.org", "name() endsWith '.org.'", ""),
        ("example.org", "name() endsWith 'ple.org.' && name() != 'example.org.'", ""),
        ("example.org example.net", "name() endsWith '.example.net.'", ""),
        ("{$ZONE}", "name() endsWith '.example.net.'", ""),
        ("example.org {$ZONE}", "name() endsWith '.example.net.'", ""),
    ],
)
def test_conditions_that_no_query_of_the_server_block_meets(
    key: str, condition: str, words: str
) -> None:
    text = f"{key} {{\nview v {{\nexpr {condition}\n}}\nwhoami\n}}\n{key} {{\nwhoami\n}}\n"
    messages = [item.message for item in lint(text) if item.rule.name == "condition-never-met"]
    assert [words in message for message in messages] == [True] * bool(words)


def test_a_template_gets_queries_for_its_zones() -> None:
    block = "template IN A a.example {{\nexpr name() endsWith '.{}.'\n}}"
    ((message, _),) = found(block.format("b.example"))
    assert "names below `a.example`" in message
    assert found(block.format("a.example")) == []


@pytest.mark.parametrize(
    ("conditions", "exclude"),
    [
        (("type() == 'A'", "type() == 'AAAA'"), True),
        (("incidr(client_ip(), '10.0.0.0/8')", "incidr(client_ip(), '192.168.0.0/16')"), True),
        (("incidr(client_ip(), '10.0.0.0/8')", "incidr(client_ip(), '10.1.0.0/16')"), False),
        (("name() endsWith '.a.'", "name() endsWith '.b.'"), True),
        (("name() endsWith '.a.'", "name() endsWith '.x.a.'"), False),
        (("name() endsWith '.a.'", "name() contains 'b.'"), False),
        (("type() == 'A'", "metadata('a/b') == 'x'"), False),
        (("type() == 'A'", "proto() == 'tcp'"), False),
    ],
)
def test_all_lines_of_a_view_must_be_true(conditions: tuple[str, ...], exclude: bool) -> None:
    messages = [message for message, _ in in_view(*conditions)]
    assert ["all `expr` of this block" in message for message in messages] == [True] * exclude


def test_conditions_and_groups_of_a_template() -> None:
    lines = 'match ^(?P<host>[a-z]+)[.]\n{}\nanswer "{{{{ .Name }}}} 60 IN A 192.0.2.1"'
    blocks = {
        "expr type() == 'a'": "never `a`",
        "expr group('hots') == 'www'": "no `match` has a group `hots`",
        "expr group(2) == 'www'": "no `match` has a group `2`",
        "var x group('host')\nexpr x == 'www' && group(1) != 'b'": "",
    }
    for conditions, words in blocks.items():
        messages = [
            message for message, _ in found(f"template IN A {{\n{lines.format(conditions)}\n}}")
        ]
        assert [words in message for message in messages] == [True] * bool(words), conditions


def test_an_error_matters_only_where_it_is_reached() -> None:
    """An expression ends with a wrong network, unless what is before it decides."""
    condition = "metadata('a/b') == 'x' || incidr('::1', '10.0.0.0')"
    text = f". {{\nview v {{\nexpr {condition}\n}}\nwhoami\n}}\n. {{\nwhoami\n}}\n"
    assert "view-without-default" not in {item.rule.name for item in lint(text)}


@pytest.mark.parametrize(
    ("condition", "advice"),
    [
        ("server_port() == 53", "write the number in quotes"),
        ("bufsize() > '1232'", "write the number without quotes"),
        ('type() == "A"', "write `'A'`: CoreDNS takes the quotes"),
        ('incidr(client_ip(), "10.0.0.0/8")', "write `'10.0.0.0/8'`"),
        ("\"type() == 'A' AND do()\"", "write `and`"),
        ("do() == 'true'", "`true` or `false` without quotes"),
        ("type == 'A'", "write `()` after"),
        ("type() in 'A'", "write a list after `in`"),
        ("type() = 'A'", "write `==`"),
        ("type() is 'A'", "write `==`"),
        ("name() like 'a'", "`contains`"),
        ("type() == 'A' AND do()", "write `and`, or `&&`"),
        ("Type() == 'A'", "did you mean `type`?"),
        ("qtype() == 'A'", "did you mean `type`?"),
        ("type() == 'A' and", "incidr(client_ip(), '10.0.0.0/8')"),
        ("type() ==", "incidr(client_ip(), '10.0.0.0/8')"),
    ],
)
def test_what_to_write_instead_of_a_refused_condition(condition: str, advice: str) -> None:
    refused = lint(f". {{\nview v {{\nexpr {condition}\n}}\nwhoami\n}}\n")
    (one,) = [item for item in refused if item.severity == "error"]
    assert one.rule.name == "plugin-refused"
    assert advice in one.help
