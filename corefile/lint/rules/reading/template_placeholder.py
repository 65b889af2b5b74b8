"""Placeholders of a template are unknown and not checked.

Finds marks that another program replaces before CoreDNS reads the file: those of Jinja, Helm and Go
templates (`{{ .Values.zone }}`), ERB, Terraform and shell scripts (`${ZONE}`), and words such as
`__PILLAR__DNS__SERVER__`. There is one finding per file, at the first such word.

The rest of the text is checked, once with the first branch of every condition, once with the other,
and so on. A problem is reported only if every rendering that contains its position has it. The
placeholders themselves, and lines that contain nothing else, are assumed to be right.

How to fix it: a template needs no fix. Check what it renders to as well, for example the output of
`helm template`. If the file is not a template, note that CoreDNS reads these words as they are: an
environment variable is written `{$NAME}`.

## Bad

```corefile
. {
    forward . ${UPSTREAM}
    cache {{ cache_seconds }}
}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: node-local-dns
data:
  Corefile: |
    cluster.local:53 {
        bind __PILLAR__LOCAL__DNS__
        forward . __PILLAR__CLUSTER__DNS__
    }
```

## Good

```corefile
. {
    forward . {$UPSTREAM}
    template IN A {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```
"""

from collections.abc import Iterator

from corefile.documents.unknown import BEGINNING, has_unknown
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, TemplateRule
from corefile.text.records import replace
from corefile.text.source import Source, Span

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield one finding for all words that are not known."""
    unknown = [token for token in ctx.tree.tokens() if has_unknown(token.raw)]
    if unknown:
        others = len(unknown) - 1
        places = "place" if others == 1 else "places"
        more = f" and at {others} more {places}" if others else ""
        message = f"what a template puts in here{more} is not known, so it is not checked"
        help_text = "check what it renders to; a variable of CoreDNS's own is written `{$NAME}`"
        yield RULE.at(ctx, unknown[0], message, help=help_text)


def with_others(finding: Finding, others: int) -> Finding:
    """Return the finding in the first Corefile of a file for others too."""
    more = "another Corefile of this file has" if others == 1 else f"{others} more Corefiles have"
    return replace(finding, message=f"{finding.message}; {more} such places")


def unread(source: Source, span: Span) -> Finding:
    """Return the finding of a template none of whose texts can be read."""
    return Finding(
        RULE,
        RULE.severity,
        "this template is not valid YAML with a word instead of each value, so no Corefile in it "
        "is checked",
        source,
        span,
        "check what it renders to, for example the output of `helm template`",
    )


RULE = TemplateRule(
    "CF013",
    "template-placeholder",
    "info",
    check,
    fragments=True,
    unread=unread,
    with_others=with_others,
    signs=(BEGINNING,),
)
