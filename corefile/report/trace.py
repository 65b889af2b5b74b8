"""What a query meets, as text, one line a way, and JSON."""

from collections.abc import Callable, Iterator, Sequence

from corefile.coredns.catalogue.query import End
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.trace import Choice, Step, Trace, Way
from corefile.text.brief import Brief
from corefile.text.path import displayed
from corefile.text.printable import printable
from corefile.text.records import dataclass

__all__ = ["Place", "Where", "concise", "text", "trace_dict"]


@dataclass(frozen=True, slots=True)
class Place(Brief):
    """A place in a file."""

    #: The name of the file.
    path: str
    #: 1-based.
    line: int
    #: 1-based, in characters.
    column: int

    def __str__(self) -> str:
        return f"{displayed(self.path)}:{self.line}:{self.column}"


#: Tells where a word of the Corefile is written.
Where = Callable[[ExpandedToken], Place]

#: Words for the ends that have no code of their own.
_ENDS = {"forwarded": "forwarded", "dropped": "no answer", "endless": "never ends"}


def text(trace: Trace, where: Where, *, every: bool = False, listener: bool = False) -> str:
    """Return a trace for people: a line for each plugin that does something with the query.

    With `every` there are lines for plugins that pass all queries on, too; with `listener` the line
    of the server block says where it listens.
    """
    return "".join(f"{line}\n" for line in _lines(trace, where, every=every, listener=listener))


def _lines(trace: Trace, where: Where, *, every: bool, listener: bool) -> Iterator[str]:
    query = f"{printable(trace.query.name)} {trace.query.type}"
    several = len(trace.ways) > 1
    if several:
        yield query
    for way in trace.ways:
        head = f"  {printable(way.choice.when) or 'else'}" if several else query
        block = _block(way.choice, where)
        if block and listener:
            block += f" at {trace.listener}"
        if trace.query.type == "DS" and way.choice.zone not in ("", "."):
            block += " (DS goes to the shortest zone)"
        early = "" if way.steps else f"{printable(way.ends[0].when)}  ⇒ {_end(way.ends[0])}"
        yield f"{head}  →  {block or early}"
        lines = ["  " + early] if block and early else _steps(way, where, every)
        yield from (f"  {line}" if several else line for line in lines)


def _block(choice: Choice, where: Where) -> str:
    """Return the place and the key of a server block, and its view."""
    if choice.server is None or choice.key is None:
        return ""
    view = f" view {printable(choice.view.view.value)}" if choice.view else ""
    return f"{where(choice.key.token)} `{printable(choice.key.text)}`{view}"


def _steps(way: Way, where: Where, every: bool) -> Iterator[str]:
    """Yield the lines of a way, in columns."""
    shown = [step for step in way.steps if every or _matters(step)]
    file = where(way.choice.key.token).path if way.choice.key else ""
    rows = [(_line(where(step.token), file), step.plugin, _why(step)) for step in shown]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(3)]
    last = _best(way)
    asked = dict(_asked_next(way.steps))
    told = ""
    for row, step in zip(rows, shown, strict=True):
        name = asked[id(step)]
        if name not in ("", told):
            yield f"  then asks for {printable(name)}"
        told = name
        line = f"  {row[0]:>{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}"
        if step is way.steps[-1] and last is not None and step.verdict.word == "ends":
            line = f"{line:{sum(widths) + 6}}  ⇒ {_end(last)}"
        yield line
    if last is not None and not (way.steps and way.steps[-1].verdict.word == "ends"):
        if way.steps:
            yield f"  nothing comes after `{way.steps[-1].plugin}`  ⇒ {_end(last)}"
    elif last is not None and last.kind == "failed" and way.ahead:
        names = ", ".join(f"{one.name} ({_line(where(one.token), file)})" for one in way.ahead)
        yield f"  never asked: {printable(names)}"
        if way.steps[-1].verdict.help:
            yield f"  help: {way.steps[-1].verdict.help}"
    elif last is not None:
        for step in way.unasked:
            name = f"{step.plugin} ({_line(where(step.token), file)})"
            yield f"  never asked: {printable(f'{name}: {step.verdict.why}')}"


def _asked_next(steps: Sequence[Step]) -> Iterator[tuple[int, str]]:
    """Yield for each step the name that `autopath` tries there; empty for the first one."""
    name, goes_on_as = "", steps[0].query.name if steps else ""
    for step in steps:
        if step.query.name != goes_on_as:
            name = step.query.name
        goes_on_as = (step.verdict.query or step.query).name
        yield id(step), name


def _line(place: Place, file: str) -> str:
    """Return the line of a place, with the file's name where it is another file."""
    return (
        str(place.line)
        if place.path == file
        else f"{printable(displayed(place.path))}:{place.line}"
    )


def _best(way: Way) -> End | None:
    """Return the end of a way that people look for: an answer, if there may be one."""
    by = way.steps[-1].plugin if way.steps else ""
    ends = [end for end in way.ends if end.by == by and not end.cached] or list(way.ends)
    good = [end for end in ends if end.kind == "answered" and end.rcode in (None, "NOERROR")]
    return next(iter([*good, *ends[-1:]]), None)


def _matters(step: Step) -> bool:
    """Tell whether a plugin has something to do with the query, or could have had."""
    verdict = step.verdict
    says = verdict.word != "passes" or verdict.token is not None
    return says or step.handler.role in (None, "answers")


def _why(step: Step) -> str:
    why = step.verdict.why
    is_told = "goes on" in why or why.startswith("passes all")
    return printable(why if is_told or step.verdict.word != "passes" else f"{why}: goes on")


def _end(end: End) -> str:
    """Return how a query ends, in a word or two."""
    if end.kind == "answered":
        return "answered" if end.rcode in (None, "NOERROR") else end.rcode
    if end.kind == "forwarded" and end.rcode not in (None, "NOERROR"):
        return f"forwarded: {end.rcode}"
    return _ENDS.get(end.kind) or end.rcode or end.kind


def concise(trace: Trace, where: Where) -> str:
    """Return a line for each way: place, plugin, end and query, with tabs between them."""
    lines = []
    for way in trace.ways:
        at = where(way.steps[-1].token) if way.steps else ""
        by = way.steps[-1].plugin if way.steps else "-"
        best = _best(way)
        end = _end(best) if best else "-"
        name = f"{printable(trace.query.name)} {trace.query.type}"
        lines.append(f"{at or '-'}\t{by}\t{end}\t{name}\t{printable(way.choice.when) or '-'}\n")
    return "".join(lines)


def trace_dict(trace: Trace, where: Where) -> dict[str, object]:
    """Return a trace as it is printed as JSON."""
    query = trace.query
    return {
        "query": {
            "name": query.name,
            "type": query.type,
            "class": query.class_,
            "from": query.client or None,
        },
        "listener": str(trace.listener) if trace.listener else None,
        "alternatives": [_way_dict(way, where) for way in trace.ways],
        "certain": trace.certain,
    }


def _way_dict(way: Way, where: Where) -> dict[str, object]:
    return {
        "when": way.choice.when or None,
        "block": _block_dict(way.choice, where),
        "steps": [_step_dict(step, where) for step in way.steps],
        "ends": [_end_dict(end) for end in way.ends],
    }


def _block_dict(choice: Choice, where: Where) -> dict[str, object] | None:
    if choice.server is None or choice.key is None:
        return None
    keys = [key.text for key in choice.server.keys]
    view = choice.view.view.value if choice.view else None
    return {"keys": keys, **_place_dict(where(choice.key.token)), "zone": choice.zone, "view": view}


def _step_dict(step: Step, where: Where) -> dict[str, object]:
    return {
        "plugin": step.plugin,
        "verdict": step.verdict.word,
        "why": step.verdict.why,
        "help": step.verdict.help or None,
        "name": step.query.name,
        "type": step.query.type,
        **_place_dict(where(step.token)),
    }


def _end_dict(end: End) -> dict[str, object]:
    return {
        "by": end.by or None,
        "kind": end.kind,
        "rcode": end.rcode,
        "to": list(end.to),
        "error": end.error or None,
        "when": end.when or None,
        "cached": end.cached,
    }


def _place_dict(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column}
