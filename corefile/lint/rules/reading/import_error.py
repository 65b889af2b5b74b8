"""An import cannot be found or read.

Finds an `import` that makes CoreDNS refuse the whole file: a name that is neither a snippet defined
above nor a file, a folder instead of a file, a file that imports itself, more than one wildcard, or
an imported file that is itself broken. Files are looked for only in the Corefile's folder and its
subfolders. Imports that lead elsewhere, contain `{$VAR}` or are in a ConfigMap are not checked;
imports in Helm values are looked up in `zoneFiles`. A file of more than 16 MiB or a million words
is not checked, which is a warning: CoreDNS has no such limit.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

How to fix it: correct the name. A snippet has to be defined above its first use. A pattern such as
`conf.d/*.conf` may match nothing; a plain name may not.

## Bad

```corefile
. {
    import shared
    forward . 9.9.9.9
}

(shared) {
    errors
    log
}
```

```corefile
. {
    import conf.d/*/*.conf
}
```

## Good

```corefile
(shared) {
    errors
    log
}

. {
    import shared
    forward . 9.9.9.9
}
```

```corefile
. {
    import conf.d/*.conf
    forward . 9.9.9.9
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.imports.expansion import ExpansionError
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refused_before
from corefile.lint.messages import refusal
from corefile.lint.rule import Context, CorefileRule
from corefile.text.spelling import did_you_mean
from corefile.vocabulary import MAX_BYTES, MAX_WORDS

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for what expansion stops at, unless the text alone shows it.

    Where that is a file that is not there, the text after it was read on.
    """
    yield from not_read(ctx)
    first, *more = ctx.expansion.error, *ctx.expansion.more_errors
    shown = {fault.coredns for fault in ctx.tree.errors}
    if first is not None and first.message not in shown:
        yield finding(ctx, first)
        yield from (finding(ctx, error) for error in more if error.message not in shown)


def finding(ctx: Context, error: ExpansionError) -> Finding:
    """Make the finding of an error."""
    message, help_ = explain(ctx, error)
    name = error.file or ctx.tree.source.name
    quote = refusal(name, error.line, error.kind, error.message)
    known = not error.message.startswith(_NOT_FOUND) or not names_open_snippets(ctx)
    refuses = "refuses" if known else "may refuse"
    here = error.at.token if error.at is not None and error.at.source is ctx.tree.source else None
    if known and refused_before(ctx, here):
        refuses = "then refuses"
    refuses = f"CoreDNS {refuses} the file: {quote}"
    if error.kind == "limit":
        known, refuses = False, "the rest is not checked, and CoreDNS reads it"
    place, severity = error.at or ctx.tree.end_token, RULE.severity if known else "warning"
    return RULE.at(ctx, place, f"{message}; {refuses}", help=help_, severity=severity)


def not_read(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each import of a file that is too large to check."""
    large = {id(i.target.token): i.target for i in ctx.expansion.unresolved if i.is_too_large}
    for target in large.values():
        yield RULE.at(
            ctx,
            target,
            f"a file of `import {target.text}` is larger than {MAX_BYTES >> 20} MiB or"
            f" {MAX_WORDS:,} words, and is not checked; CoreDNS reads it",
            help="import only what belongs to the configuration; a plugin such as `hosts` or `file`"
            " reads large tables itself",
            severity="warning",
        )


def names_open_snippets(ctx: Context) -> bool:
    """Tell whether the environment may give a snippet its name: `({$NAME}) {`, `{$NAME} {`."""
    names = [snippet.name for snippet in ctx.tree.snippets]
    names += [key.value for server in ctx.tree.servers for key in server.keys]
    return any(map(has_reference, names))


def explain(ctx: Context, error: ExpansionError) -> tuple[str, str]:
    """Return what is wrong, and what to do about it, in plain words."""
    words = error.message
    name = error.at.text if error.at is not None else ""
    for snippet in ctx.tree.snippets:
        if words == f"File to import not found: {snippet.name}":
            place = f"line {snippet.line}"
            return (
                f"the snippet `{name}` is imported before it is defined ({place})",
                "put the snippet above its first use",
            )
    meant = did_you_mean(name, (snippet.name for snippet in ctx.tree.snippets))
    if meant and words.startswith(_NOT_FOUND):
        return f"there is no snippet and no file `{name}`", meant
    for start, plain, help_ in _PLAIN:
        if words.startswith(start):
            return plain.format(name=name), help_.format(name=name)
    return "what is imported here does not fit", "correct the imported file, or the import"


_NOT_FOUND = "File to import not found: "

#: How CoreDNS's messages begin, what they mean, and what to do.
_PLAIN = (
    (
        _NOT_FOUND,
        "there is no snippet and no file `{name}`",
        "correct the name, or define the snippet `({name})` above",
    ),
    (
        "Could not import ",
        "`{name}` cannot be read",
        "name a file, or a pattern such as `{name}/*`",
    ),
    (
        "Glob pattern may only contain one wildcard",
        "`{name}` has more than one wildcard",
        "keep one `*` or `?`, and write an `import` line for each folder",
    ),
    (
        "Failed to use import pattern ",
        "`{name}` is not a pattern",
        "close the bracket, or put a backslash before it",
    ),
    (
        "maximum ",
        "the imports go round in a circle",
        "remove the `import` that leads back to its own file",
    ),
    (
        "the imports grow",
        "the imports grow too large to check",
        "import less, or fewer times",
    ),
    (
        "redeclaration of previously declared snippet ",
        "a snippet is defined a second time through an import",
        "give one of the two another name, or import its file once",
    ),
    (
        "Unexpected '}'",
        "this `}}` closes nothing",
        "make the braces of each imported text match",
    ),
    (
        "Unexpected EOF",
        "the text ends inside a block",
        "make the braces of each imported text match",
    ),
    (
        "Unexpected token",
        "`{name}` does not fit here",
        "make the braces of each imported text match",
    ),
)


RULE = CorefileRule("CF002", "import-error", "error", check, about=("import error",))
