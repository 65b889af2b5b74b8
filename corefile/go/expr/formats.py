"""What Go's fmt.Sprintf makes of a format without arguments.

expr-lang gives the message about a regexp to it as the format, so that a percent sign in the
pattern comes out changed.
"""

import re

from corefile.text.regex import regex

REST = r"(?P<width>\*|[0-9]*)(?:\.(?P<precision>\*|[0-9]*))?(?P<verb>.)?"
#: A verb that a closing bracket follows somewhere, and one that none does.
VERB = regex(rf"%[-+# 0]*(?P<index>\[[^\]]*\])?{REST}", re.DOTALL)
LATE_VERB = regex(rf"%[-+# 0]*(?P<index>\[)?{REST}", re.DOTALL)


def without_arguments(text: str) -> str:
    """Return a format as it is printed when there are no arguments."""
    pieces: list[str] = []
    done, last = 0, text.rfind("]")
    while (start := text.find("%", done)) >= 0:
        match = (VERB if start < last else LATE_VERB).match(text, start)
        if match is None:  # which cannot be: all after the percent sign is optional
            break
        pieces += text[done:start], printed(match)
        done = match.end()
    return "".join((*pieces, text[done:]))


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
