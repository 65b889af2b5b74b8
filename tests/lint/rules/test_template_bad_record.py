"""Records of a `template` that CoreDNS cannot make, with the words that it logs."""

import pytest

from corefile.lint import lint


def found(
    lines: str, head: str = "IN A", rule: str = "template-bad-record"
) -> list[tuple[str, str]]:
    text = f"example.org {{\n template {head} {{\n{lines}\n}}\n}}\n"
    return [(item.message, item.help) for item in lint(text) if item.rule.name == rule]


@pytest.mark.parametrize(
    ("lines", "head", "words", "help_"),
    [
        (
            'answer "{{ .Name }} 60 IN A web.example.net"',
            "IN A",
            'dns: bad A A: "web.example.net"',
            "`CNAME`",
        ),
        ('answer "{{ .Name }} 60 IN A [HOST_IP]"', "IN A", 'bad A A: "[HOST_IP]"', "192.0.2.1"),
        ('answer "{{ .Name }} 60 IN AAAA 192.0.2.1"', "IN AAAA", "bad AAAA AAAA", "IPv6"),
        ('answer "{{ .Nmae }} 60 IN A 192.0.2.1"', "IN A", "can't evaluate field Nmae", "`.Name`"),
        (
            'match ^(.*)[.]\nanswer "{{ .Name }} 60 IN A {{ index .Match 2 }}"',
            "IN A",
            "error calling index",
            "`index .Match 1`",
        ),
        ('answer "{{ .Name }} 60 IN A {{ .Group.x }}"', "IN A", "SERVFAIL", "`(?P<x>…)`"),
        # A text record may hold anything.
        ('answer "{{ .Name }} 60 IN TXT {{ .Group.x }}"', "IN TXT", "<no value>", "`(?P<x>…)`"),
        ('answer "{{ .Name }} 60 IN TXT {{ .Var.x }}"', "IN TXT", "<no value>", "`var x "),
        ("answer {{.Name}} 60 IN A 192.0.2.1", "IN A", "not a TTL", "in quotes: `answer "),
        ('answer "{{ .Name }} 60 IN 192.0.2.1"', "IN A", "unknown RR type", "60 IN A 192.0.2.1"),
        ('answer "{{ .Name }} 192.0.2.1"', "IN A", "not a TTL", "60 IN A 192.0.2.1"),
        ('answer "{{ .Name }} 60 IN A"', "IN A", "without data", "60 IN A 192.0.2.1"),
        ('answer ""', "IN A", "no record", "60 IN A 192.0.2.1"),
        (
            'answer "{{ .Name }} 60 IN A 192.0.2.1 192.0.2.2"',
            "IN A",
            "garbage after rdata",
            "60 IN A 192.0.2.1",
        ),
        ('additional "{{ .Name }} 60 IN SRV 0 443 a."', "IN A", "bad SRV Port", "0 0 443 www"),
        ('authority "{{ .Zone }} 60 IN SOA ns. me."', "ANY ANY", "bad SOA", "1 3600 600 86400 60"),
        (
            'match (?P<a>.*)-\nanswer "{{ .Name }} 60 IN A {{ .Group.a }}.svc."',
            "IN A",
            "bad A A",
            "`CNAME`",
        ),
    ],
)
def test_a_record_that_no_query_gets(lines: str, head: str, words: str, help_: str) -> None:
    ((message, advice),) = found(lines, head)
    assert words in message
    assert help_ in advice
    assert " at line: " not in message


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        # The class and the TTL may be missing, and change places.
        ('answer "{{ .Name }} A 192.0.2.1"', "IN A"),
        ('answer "{{ .Name }} IN 5m A 192.0.2.1"', "IN A"),
        # What depends on the query.
        ('match (?P<ip>.*)[.]a\nanswer "{{ .Name }} 60 IN A {{ .Group.ip }}"', "IN A"),
        ('match (.*)-(.*)\nanswer "{{.Name}} A 1.{{index .Match 1}}.{{index .Match 2}}"', "IN A"),
        (
            'match ^h(?P<h>[0-9a-f]{8})[.]\nanswer "{{ .Name }} 60 IN A '
            "{{ parseInt (slice .Group.h 0 2) 16 8 }}.{{ parseInt (slice .Group.h 2 4) 16 8 }}"
            '.0.1"',
            "IN A",
        ),
        (
            'match (?P<a>.*)-\nanswer "{{ .Name }} {{ if eq .Group.a `db` }}A 192.0.2.1'
            '{{ else }}A none{{ end }}"',
            "IN A",
        ),
        ('answer "{{ .Name }} 60 IN {{ .Type }} x"', "ANY ANY"),
        ('answer "{{ .Name }} 60 IN A {{ .Remote }}"', "IN A"),
        ('answer "{{ .Name }} 60 IN A {{ .Meta `a/b` }}"', "IN A"),
        ('var x client_ip()\nanswer "{{ .Name }} 60 IN A {{ .Var.x }}"', "IN A"),
        # What is not yet there.
        ('answer "{{ .Name }} 60 IN A {$ADDRESS}"', "IN A"),
        ('match {$PATTERN}\nanswer "{{ .Name }} 60 IN TXT {{ .Group.x }}"', "IN TXT"),
        # No record is made.
        ('rcode SERVFAIL\nanswer "{{ .Name }} 60 IN A x"', "IN A"),
    ],
)
def test_nothing_is_said_where_some_query_may_get_it(lines: str, head: str) -> None:
    assert found(lines, head) == []


@pytest.mark.parametrize(
    ("lines", "head", "target"),
    [
        ('answer "{{ .Name }} 60 IN CNAME www.{{ .Zone }}"', "IN A", "`www.example.org.`"),
        ('answer "{{ .Name }} 60 IN CNAME {{ .Name }}"', "IN AAAA", "`x.example.org.`"),
        (
            "match ^(.*)[.]example[.]org[.]$\n"
            'answer "{{ .Name }} 60 IN CNAME {{ index .Match 1 }}.example.org."',
            "IN A",
            "`x.example.org.`",
        ),
        (
            "match ^(.*)[.]example[.]org[.]$\n"
            'answer "{{ .Name }} 60 IN CNAME {{ index .Match 1 }}.example.net."',
            "IN A",
            "",
        ),
        ('match ^a[.]\nanswer "{{ .Name }} 60 IN CNAME www.{{ .Zone }}"', "IN A", ""),
        # CoreDNS does not look up the target of a query for the alias itself.
        ('answer "{{ .Name }} 60 IN CNAME www.{{ .Zone }}"', "IN CNAME", ""),
    ],
)
def test_an_alias_that_leads_back(lines: str, head: str, target: str) -> None:
    messages = [message for message, _ in found(lines, head, "template-cname-loop")]
    assert [target in message for message in messages] == [True] * bool(target)


@pytest.mark.parametrize(
    ("record", "words", "help_"),
    [
        ("CNAME 192.0.2.1", "`CNAME` leads to the name `192.0.2.1.`", "`A` instead of `CNAME`"),
        ("cname 2001:db8::1", "the name `2001:db8::1.`", "`AAAA` instead of `CNAME`"),
        ("MX 10 192.0.2.1.", "`MX` leads to the name `192.0.2.1.`", "type A"),
        ("SRV 0 0 53 192.0.2.1", "`SRV` leads to", "type A"),
        ("CNAME 192-0-2-1.example.", "", ""),
        ("TXT 192.0.2.1", "", ""),
        ("TXT MX 192.0.2.1", "", ""),
    ],
)
def test_a_record_that_leads_to_an_address(record: str, words: str, help_: str) -> None:
    line = f'answer "{{{{ .Name }}}} 60 IN {record}"'
    for message, advice in found(line, "IN ANY"):
        assert words
        assert words in message
        assert help_ in advice
    assert bool(found(line, "IN ANY")) == bool(words)


GROUP = "match ^(?P<n>{})[.]example[.]org[.]$\n"


@pytest.mark.parametrize(
    ("lines", "is_longer"),
    [
        ('answer "{{ .Name }} 60 IN CNAME lb.{{ .Name }}"', True),
        (
            GROUP.format(".*") + 'answer "{{ .Name }} 60 IN CNAME {{ .Group.n }}.a.{{ .Zone }}"',
            True,
        ),
        (
            GROUP.format("[a-z]+")
            + 'answer "{{ .Name }} 60 IN CNAME {{ .Group.n }}.a.{{ .Zone }}"',
            False,
        ),
    ],
)
def test_an_alias_that_gets_longer(lines: str, is_longer: bool) -> None:
    """CoreDNS ends when a name has more than 255 bytes, and sends what it has."""
    messages = [message for message, _ in found(lines, "IN A", "template-cname-loop")]
    assert ["with a longer one: clients get" in message for message in messages] == [
        True
    ] * is_longer


@pytest.mark.parametrize(
    ("rule", "leads_back"),
    [
        ("name suffix .new.example .old.example", True),
        ("name exact www.new.example old.example", True),
        ("name suffix .new.example .other.example", False),
        ("type A TXT", False),
    ],
)
def test_an_alias_that_a_rule_leads_back(rule: str, leads_back: bool) -> None:
    record = '"{{ .Name }} 60 IN CNAME www.new.example."'
    text = f". {{\nrewrite {rule}\ntemplate IN A old.example {{\nanswer {record}\n}}\nwhoami\n}}\n"
    assert ("template-cname-loop" in {item.rule.name for item in lint(text)}) == leads_back


@pytest.mark.parametrize(
    ("lines", "head", "help_"),
    [
        ('answer "{{ .Name }} 60 IN A 192.0.2.1"', "IN AAAA", "`IN A`"),
        ('answer "{{ .Zone }} 60 IN SOA a. b. 1 1 1 1 1"', "IN A", "`authority`"),
        ('answer "{{ .Name }} 60 IN TXT x" "{{ .Name }} 60 IN A 192.0.2.1"', "IN A", ""),
        ('answer "{{ .Name }} 60 IN CNAME a.example.net."', "IN MX", ""),
        ('answer "{{ .Name }} 60 IN {{ .Type }} x"', "IN TXT", ""),
        ('answer "{{ .Name }} 60 IN A 192.0.2.1"', "IN ANY", "`IN A`"),
        # Wrong in another way, as other rules say, or not known.
        ('answer "{{ .Name }} 60 IN A x"', "IN AAAA", ""),
        ('answer "{{ .Name }} 60 {{ .Meta `a/b` }}"', "IN AAAA", ""),
    ],
)
def test_an_answer_of_another_type(lines: str, head: str, help_: str) -> None:
    advice = [each for _, each in found(lines, head, "template-answer-of-other-type")]
    assert [help_ in each for each in advice] == [True] * bool(help_)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{{ $name }} 60 IN A 192.0.2.1", "write `{{ .Name }}`"),
        ("{{ Name }} 60 IN A 192.0.2.1", "write `{{ .Name }}`"),
        ("{{ .Name }} 60 {{ $class }} A 192.0.2.1", "write `{{ .Class }}`"),
        ("{{ .Name 60 IN A 192.0.2.1", "close each `{{` with `}}`"),
        ("{{ other }} 60 IN A 192.0.2.1", ""),
    ],
)
def test_what_a_template_takes_for_a_variable(record: str, words: str) -> None:
    found = lint(f'. {{\n    template IN A {{\n        answer "{record}"\n    }}\n}}\n')
    assert [item.help or "" for item in found if item.severity == "error"] == [words]
