"""What Go's fmt.Sprintf makes of a format without arguments.

expr-lang gives the message about a regexp to it as the format, so that a percent sign in the
pattern comes out changed.
"""

import re

VERB = re.compile(
    r"%[-+# 0]*(?P<index>\[[^\]]*\]|\[)?(?P<width>\*|[0-9]*)"
    r"(?:\.(?P<precision>\*|[0-9]*))?(?P<verb>.)?",
    re.DOTALL,
)


def without_arguments(text: str) -> str:
    """Return a format as it is printed when there are no arguments."""
    return VERB.sub(printed, text)


def printed(match: re.Match[str]) -> str:
    """Return what stands for a verb without its argument."""
    bad = "%!(BADWIDTH)" if match["width"] == "*" else ""
    bad += "%!(BADPREC)" if match["precision"] == "*" else ""
    verb = match["verb"]
    if verb is None:
        return bad + "%!(NOVERB)"
    if verb == "%":
        return bad + "%"
    return f"{bad}%!{verb}({'BADINDEX' if match['index'] else 'MISSING'})"
