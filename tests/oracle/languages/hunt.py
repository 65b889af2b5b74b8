"""Look for disagreements with the reference over generated texts.

python -m tests.oracle.languages.hunt LANGUAGE COUNT SEED

Prints each kind of disagreement a few times, with the text, the reference's words and ours.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from corefile.go.errors import Invalid
from corefile.go.expr.compile import check_expression
from corefile.go.records.record import NotKnown, read_record
from corefile.go.regexp.compile import check_regex
from corefile.go.template.compile import check_template
from corefile.go.template.execute import Failed, execute
from corefile.go.template.values import UNKNOWN, Boxed, Map, Short, Struct
from tests.go import case_texts
from tests.oracle.languages import client
from tests.oracle.languages.client import Answer
from tests.oracle.languages.generate import generate

BATCH = 2000
#: How many disagreements of a kind are shown.
SHOWN = 8
#: How much of a long text is shown.
EXCERPT = 1000


def regex(text: str) -> Answer:
    """Return our answer about a regexp."""
    found = check_regex(text)
    return Answer(None, found.groups, found.names)


def template(text: str) -> Answer:
    """Return our answer about a template."""
    check_template(text)
    return Answer(None)


def expression(text: str) -> Answer:
    """Return our answer about an expression."""
    check_expression(text)
    return Answer(None)


def record(text: str) -> Answer:
    """Return our answer about a resource record."""
    found = read_record(text)
    if found is None:
        return Answer(None)
    head = (found.owner, str(found.ttl), found.class_, found.type, found.target)
    words = tuple(NOT_UTF8.sub("\ufffd", word) for word in head)
    return Answer(None, record=words, unfit=not found.fits)


#: What a template finds; the program of this folder has the same.
DATA = Struct(
    "*template.templateData",
    {
        "Zone": "example.org.",
        "Name": "ip-10-0-0-7.example.org.",
        "Regex": "^ip-(?P<a>[0-9]+)-([0-9]+)-",
        "Match": ["ip-10-0-", "10", "0"],
        "Group": Map({"0": "ip-10-0-", "1": "10", "2": "0", "a": "10"}),
        "Class": "IN",
        "Type": "A",
        "Message": UNKNOWN,
        "Question": Struct(
            "*dns.Question",
            {
                "Name": "ip-10-0-0-7.Example.org.",
                "Qtype": Short(1),
                "Qclass": Short(1),
                "String": UNKNOWN,
            },
        ),
        "Remote": "127.0.0.1",
        "Var": Map(
            {
                "n": Boxed(5),
                "s": Boxed("word"),
                "b": Boxed(True),
                "f": Boxed(1.5),
                "nothing": Boxed(None),
            },
            "interface {}",
        ),
        "Meta": UNKNOWN,
    },
    ("md",),
)


def render(text: str) -> Answer:
    """Return our answer about what a template makes."""
    made = execute(check_template(text), text, DATA)
    if made is UNKNOWN:
        raise NotKnown
    return Answer(None, made=NOT_UTF8.sub("\ufffd", str(made)))


CHECKS: dict[str, Callable[[str], Answer]] = {
    "regex": regex,
    "template": template,
    "expression": expression,
    "record": record,
    "render": render,
}
#: What stands for bytes that are no UTF-8 comes back from Go as this character.
NOT_UTF8 = re.compile("[\udc80-\udcff]")


def ours(language: str, text: str) -> Answer | None:
    """Return our answer about a text, None where it is not known."""
    try:
        return CHECKS[language](text)
    except (Invalid, Failed) as invalid:
        return Answer(NOT_UTF8.sub("\ufffd", str(invalid)))
    except NotKnown:
        return None


def kind(mine: Answer | None, theirs: Answer) -> str:
    """Say how two answers differ."""
    if mine is None:
        return "same: not known"
    if mine == theirs:
        return "same"
    if mine.error and theirs.error:
        return "other words"
    if theirs.error:
        return "MISSED"
    return "FALSE ALARM" if mine.error else "other facts"


def compare(language: str, seed: str, count: int) -> list[tuple[str, str, Answer, Answer | None]]:
    """Return what differs, as (kind, text, theirs, ours), and for agreement only the kind."""
    texts = list(generate(language, case_texts(language), seed, count))
    found: list[tuple[str, str, Answer, Answer | None]] = []
    for text, theirs in zip(texts, client.ask(language, texts), strict=True):
        start = time.monotonic()
        mine = ours(language, text)
        if time.monotonic() - start > 2:
            found.append(("SLOW", text, theirs, mine))
        name = kind(mine, theirs)
        if name.startswith("same"):
            verdicts = verdict(theirs) if mine else "not known"
            found.append((f"same: {verdicts}", "", theirs, mine))
        else:
            found.append((name, text, theirs, mine))
    return found


def verdict(answer: Answer) -> str:
    """Say whether a text is accepted."""
    return "refused" if answer.error else "accepted"


def hunt(language: str, count: int, seed: str) -> Counter[str]:
    """Compare over many texts; print what differs, give how often what happened."""
    client.program()
    batches = range((count + BATCH - 1) // BATCH)
    seen: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(compare, language, f"{seed}/{batch}", BATCH) for batch in batches]
        for job in jobs:
            for name, text, theirs, mine in job.result():
                seen[name] += 1
                if not name.startswith("same") and seen[name] <= SHOWN:
                    print(
                        f"----- {name}\n{text[:EXCERPT]}\ntheirs: {theirs}\nours:   {mine}"[:4000]
                    )
    return seen


if __name__ == "__main__":
    language, *rest = sys.argv[1:]
    print(hunt(language, int(rest[0]) if rest else 10_000, rest[1] if len(rest) > 1 else "1"))
