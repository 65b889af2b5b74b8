"""A Corefile in a ConfigMap cannot be read.

Finds YAML and JSON that should hold a Corefile and do not: a file that is not valid YAML, a key
`Corefile` whose value is a mapping, a list or a number in place of text, a key that is there twice.

It hurts because Kubernetes refuses the ConfigMap, or CoreDNS is given something else than what
the author sees.  Nothing in such a Corefile is checked, so it must not pass for a good one.

To mend it, correct the YAML.  A Corefile is best written as a block of text, `Corefile: |`, with
every line below indented by the same number of blanks.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile:
    - .:53
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    .:53 {
  errors
    }
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    .:53 {
        errors
        whoami
    }
```
"""

from collections.abc import Iterator

from corefile.documents.model import Document
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, Rule
from corefile.text.source import Source, Span

__all__ = ["RULE", "check_document"]


def check(_: Context) -> Iterator[Finding]:
    """Yield nothing: what is wrong with a document is known before there is a Corefile."""
    yield from ()


def check_document(document: Document, source: Source) -> Iterator[Finding]:
    """Yield a finding for each problem of a document; `source` is the document's own text."""
    for problem in document.problems:
        span = Span(problem.offset, problem.end)
        severity = RULE.severity if problem.fatal else "warning"
        yield Finding(RULE, severity, problem.message, source, span)


RULE = Rule("CF003", "unreadable-document", "error", check)
