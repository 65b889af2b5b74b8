"""Code of extensions that fails: all else is checked, and one finding says what failed.

With `COREFILE_DEBUG` set, the exception is raised instead, so that its traceback is seen.
"""

import os
from collections.abc import Iterator, Sequence

from corefile.coredns.model.config import Failure
from corefile.lint.finding import Finding, RuleId
from corefile.lint.registry import brought_by
from corefile.lint.rule import Rule
from corefile.text.regex import regex
from corefile.text.source import Source, Span
from corefile.text.typed import Any
from corefile.vocabulary import DEBUG

__all__ = ["FAILED", "failed_descriptions", "findings_of"]

#: What such findings are called. It is not a rule that somebody could choose: what was not checked
#: would look clean.
FAILED = RuleId("CF000", "extension-failed")

_FIRST_WORD = regex(r"\S+")


def findings_of(rule: Rule, ctx: Any, source: Source) -> Iterator[Finding]:
    """Yield what a rule finds in what its stage looks at, whose text is `source`.

    Where the code of an extension raises an exception, the last finding says so.
    """
    try:
        for found in rule.check(ctx):
            if not isinstance(found, Finding):
                raise TypeError(f"a rule yields findings, and not {type(found).__name__}")
            yield found
    except (Exception, SystemExit) as error:
        is_shown = isinstance(error, MemoryError) or os.environ.get(DEBUG)
        said = None if is_shown else failure_of(rule, error)
        if said is None:
            raise
        first = _FIRST_WORD.search(source.text)
        span = Span(*first.span()) if first else Span(0, 0)
        yield made(*said, source, span)


def failed_descriptions(failures: Sequence[Failure]) -> Iterator[Finding]:
    """Yield a finding for each description of a plugin that failed."""
    from corefile.lint.extensions import shown_error  # noqa: PLC0415 - for mistakes only

    for each in failures:
        message = (
            f"the description of `{each.plugin}` in the extension `{each.extension}` has failed"
            f" ({shown_error(each.error)}): the lines of `{each.plugin}` are not checked"
        )
        how = f"take `{each.extension}` out of `extensions`"
        yield made(message, advice(each.extension, how), each.token.source, each.token.token.span)


def failure_of(rule: Rule, error: BaseException) -> tuple[str, str] | None:
    """Return what is said of an exception in code of an extension, and what to do about it.

    None for an exception in code of this package.
    """
    from corefile.lint.extensions import blamed, shown_error  # noqa: PLC0415 - for mistakes only

    owner, words = brought_by(rule.code), shown_error(error)
    unsaid = "what it would find here is not reported"
    if owner:
        failed = f"the rule `{rule.name}` of the extension `{owner}` has failed ({words})"
        return f"{failed}: {unsaid}", advice(owner, f"write `{rule.code}` into `ignore`")
    name = blamed(error)
    if not name:
        return None
    message = f"the extension `{name}` has failed ({words}) when `{rule.name}` used it: {unsaid}"
    return message, advice(name, f"take `{name}` out of `extensions`")


def advice(extension: str, how: str) -> str:
    """Return what to do about a failure; `how` is the way to check without it."""
    return (
        f"tell the authors of `{extension}` what {DEBUG}=1 in the environment shows;"
        f" to check without it, {how}"
    )


def made(message: str, help_text: str, source: Source, span: Span) -> Finding:
    """Make a finding. It is a warning, since CoreDNS may well accept the file."""
    return Finding(FAILED, "warning", message, source, span, help_text)
