"""A `template` makes a text that is not a record, and its queries fail.

Finds an `answer`, `additional` or `authority` of `template` that is not a resource record for any
query: it asks for a field or a group that does not exist, its quotes are missing, a name is where
an address belongs, the type is missing, or the data has too few or too many words. Also finds an
address where a name belongs, which CoreDNS takes for a name. The linter tries
the template with several names, types and contents of groups. It says nothing where the record
depends on metadata or variables.

Why it matters: CoreDNS starts, and makes the records when queries come. Each query gets SERVFAIL,
and only the plugin `errors` says why. For a group that does not exist, a template writes
`<no value>`. The target of `CNAME 192.0.2.1` is the name `192.0.2.1.`, which does not exist.

How to fix it: write the whole record in quotes: name, TTL, class, type and data, such as
`"{{ .Name }} 60 IN A 192.0.2.1"`. The fields are `.Name`, `.Zone`, `.Type`, `.Class`, `.Match`,
`.Group`, `.Regex`, `.Remote`, `.Question`, `.Message`, `.Var` and `.Meta`.

## Bad

```corefile
example.org {
    template IN A {
        answer "{{ .Name }} 60 IN A www.example.net."
    }
}
```

```corefile
example.org {
    template IN ANY {
        answer "{{ .Nmae }} 60 IN CNAME www.example.net."
    }
}
```

```corefile
example.org {
    template IN A {
        match ^ip-([0-9]+)-([0-9]+)[.]
        answer "{{ .Name }} 60 IN A 10.0.{{ index .Match 2 }}.{{ index .Match 3 }}"
    }
}
```

```corefile
example.org {
    template ANY ANY {
        rcode NXDOMAIN
        authority "{{ .Zone }} 60 IN SOA ns.example.org. hostmaster.example.org."
    }
}
```

```corefile
example.org {
    template IN ANY {
        answer "{{ .Name }} 60 IN CNAME 192.0.2.1"
    }
}
```

## Good

```corefile
example.org {
    template IN A {
        match ^ip-([0-9]+)-([0-9]+)[.]
        answer "{{ .Name }} 60 IN A 10.0.{{ index .Match 1 }}.{{ index .Match 2 }}"
        fallthrough
    }
    template ANY ANY {
        rcode NOERROR
    }
}
```

```corefile
example.org {
    template ANY ANY {
        rcode NXDOMAIN
        authority "{{ .Zone }} 60 IN SOA ns.{{ .Zone }} admin.{{ .Zone }} (1 60 60 60 60)"
    }
}
```

```corefile
example.org {
    template IN A {
        match ^(?P<address>.*)[.]example[.]org[.]$
        answer "{{ .Name }} 60 IN A {{ .Group.address }}"
    }
}
```
"""

from collections.abc import Iterator
from itertools import chain

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.trial import SECTIONS, Fault, fault, group_names
from corefile.go.dns import TYPES
from corefile.go.net import parse_ip
from corefile.go.template.compile import check_template
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.text.spelling import nearest
from corefile.text.typed import Final

__all__ = ["RULE"]

#: The fields that templates find (template.go: templateData).
FIELDS: Final = (
    *(".Name", ".Zone", ".Type", ".Class", ".Match", ".Group", ".Regex", ".Remote"),
    *(".Question", ".Message", ".Var", ".Meta"),
)
#: Data that records of some types may have, to show how many words there are.
DATA: Final = {
    "A": "192.0.2.1",
    "AAAA": "2001:db8::1",
    "CAA": r"0 issue \"ca.example\"",
    "CNAME": "www.example.org.",
    "HTTPS": "1 . alpn=h2",
    "MX": "10 mail.example.org.",
    "NS": "ns.example.org.",
    "PTR": "www.example.org.",
    "SOA": "ns.example.org. admin.example.org. 1 3600 600 86400 60",
    "SRV": "0 0 443 www.example.org.",
    "SVCB": "1 . alpn=h2",
    "TXT": r"\"text\"",
}
#: What the message for a word is followed by: the place in a text that nobody sees.
PLACE: Final = regex(r" at line: \d+:\d+$")
BAD_FIELD: Final = regex(r"can't evaluate field (\w+) in type (\S+)")
DATA_TYPE: Final = "*template.templateData"
BAD_ADDRESS: Final = regex(r'dns: bad (AAAA|A) A{1,4}: "(.*)"')
#: Types whose data end with a name.
OF_NAMES: Final = frozenset(("CNAME", "DNAME", "MX", "NS", "PTR", "SRV"))
HOST: Final = regex(r"[\w-]+(\.[\w-]+)*\.[a-z][\w-]*\.?")
ACTION: Final = regex(r"\{\{[^{}]*\}\}")
NAMED: Final = regex(r"\.(Group|Var)\.(\w+)")
WHAT: Final = {
    "bare": "there is nothing after the type: clients get a record without data",
    "empty": "this makes no record: queries get no answer, or SERVFAIL",
    "refused": "this is not a record, so every query gets SERVFAIL",
    "unfit": "the data of this record fits no message: queries get no answer",
}


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each record that is none, and for each unknown group."""
    if ctx.config.refusals:
        # A group or variable may be in a line that CoreDNS refuses, as others say.
        return
    for server in ctx.config.servers:
        for template in server.all(Template):
            for section in SECTIONS:
                for line in getattr(template, section):
                    if not any(map(has_odd_quote, line)):  # that has a rule of its own
                        yield from in_line(ctx, template, section, line)


def has_odd_quote(word: Value[str]) -> bool:
    """Tell whether a word has a quote that quotes nothing, since it is not at its beginning."""
    raw = word.token.token.raw
    return '"' in raw and not raw.startswith('"')


def in_line(
    ctx: Context, template: Template, section: str, line: tuple[Value[str], ...]
) -> Iterator[Finding]:
    """Yield the finding of the first record of a line that is wrong."""
    unknown = next(chain.from_iterable(unknown_names(template, word) for word in line), None)
    wrong = next(
        ((word, found) for word in line if (found := fault(template, section, word))), None
    )
    if unknown is not None:
        word, name = unknown
        fails = wrong is not None and wrong[1].kind == "refused"
        what, name_only = name[1:].split(".")
        yield RULE.at(
            ctx,
            word.token,
            f"`{name}` has no value, and CoreDNS writes `<no value>`: "
            + (
                f"no `match` has a group `{name_only}`"
                if what == "Group"
                else "there is no `var` for it"
            )
            + ("; every query gets SERVFAIL" if fails else ""),
            help=f"name a group in `match`: `(?P<{name_only}>…)`"
            if what == "Group"
            else f"write `var {name_only} EXPRESSION`",
        )
    elif wrong is not None:
        word, found = wrong
        whole = replace(line[0], value=" ".join(each.value for each in line))
        is_split = len(line) > 1 and fault(template, section, whole) is None
        first, last = (line[0], line[-1]) if is_split else (word, word)
        words = PLACE.sub("", found.error)
        yield RULE.at(
            ctx,
            first.token,
            f"{WHAT[found.kind]}" + (f': "{words}"' if words else ""),
            to=last.token,
            help=f'put the record in quotes: `{section} "{whole.value}"`'
            if is_split
            else advice(template, word.value, found),
        )
    else:
        yield from (to_address(ctx, word, *pair) for word in line if (pair := address_in(word)))


def address_in(word: Value[str]) -> tuple[str, str] | None:
    """Return the type of a record and its data, if that is an address and should be a name."""
    words = ACTION.sub("x", word.value).split()
    kind = next((each.upper() for each in words[1:4] if each.upper() in TYPES), "")
    data = words[-1] if words else ""
    return (
        (kind, data) if kind in OF_NAMES and parse_ip(data.removesuffix(".")) is not None else None
    )


def to_address(ctx: Context, word: Value[str], kind: str, data: str) -> Finding:
    """Make the finding of a record that leads to an address."""
    own = "AAAA" if ":" in data else "A"
    return RULE.at(
        ctx,
        word.token,
        f"`{data}` is a name here, not an address: `{kind}` leads to the name "
        f"`{data.removesuffix('.')}.`, which does not exist",
        help=f"write `{own}` instead of `CNAME`"
        if kind == "CNAME"
        else f"write a name, and give that its address with a record of type {own}",
    )


def unknown_names(template: Template, word: Value[str]) -> Iterator[tuple[Value[str], str]]:
    """Yield what a record asks for of groups and variables, and that is not there."""
    asked = [
        match for path in check_template(word.value).fields if (match := NAMED.fullmatch(path))
    ]
    groups = group_names(template) if asked else None
    known = {"Group": groups, "Var": frozenset(each.name.value for each in template.var)}
    for match in asked:
        there = known[match[1]]
        if there is not None and match[2] not in there:
            yield word, match[0]


def advice(template: Template, text: str, found: Fault) -> str:
    """Say what to write instead."""
    field = BAD_FIELD.search(found.error)
    if field is not None:
        near = nearest(f".{field[1]}", FIELDS) if field[2] == DATA_TYPE else ""
        return f"did you mean `{near}`?" if near else f"the fields are {', '.join(FIELDS)}"
    if "index out of range" in found.error and ".Match" in found.error:
        groups = group_names(template) or ()
        last = max((int(name) for name in groups if name.isdecimal()), default=0)
        return f"`index .Match {last}` is the last: count the groups `(…)` in `match`"
    bad = BAD_ADDRESS.match(found.error)
    if bad:
        type_, data = bad.groups()
        if parse_ip(data) is not None:
            return f"`{type_}` takes an address of {'IPv4' if type_ == 'A' else 'IPv6'}"
        if HOST.fullmatch(data):
            return f"write an address, or `CNAME` instead of `{type_}` for a name"
        return f"write an address after `{type_}`, such as `{DATA[type_]}`"
    named = (word.upper() for word in text.split())
    type_ = next((word for word in named if word in DATA), template.query_type.value)
    type_ = type_ if type_ in DATA else "A"
    return f"write name, TTL, class, type and data: `{{{{ .Name }}}} 60 IN {type_} {DATA[type_]}`"


RULE = CorefileRule(
    "CF425", "template-bad-record", "warning", check, fragments=True, about=(Template.name,)
)
