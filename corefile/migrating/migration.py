"""A Corefile for one release of CoreDNS, made one for another."""

from collections.abc import Iterable, Iterator, Sequence

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.imports.files import OutsideRoot, Reader
from corefile.coredns.model.config import Config, Refusal, configure
from corefile.coredns.model.difference import Change
from corefile.coredns.model.trace import Assumptions, Prepared
from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import Release
from corefile.editing.editor import Editor
from corefile.editing.errors import EditError
from corefile.migrating.answers import other_answers
from corefile.migrating.defaults import default_steps, defaults_for
from corefile.migrating.notice import KINDS, Notice
from corefile.migrating.replacing import replacing_steps
from corefile.migrating.route import Route
from corefile.migrating.steps import Impossible, take
from corefile.migrating.telling import told_of
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.brief import Brief
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Source

__all__ = ["Migration", "in_order", "migrate", "migrated"]


#: With more plugins in it than this, a Corefile's queries are not compared: each plugin may tell
#: names apart, and for each name every plugin may be asked.
MOST_COMPARED = 300

#: What CoreDNS says before the words that matter: the file and the line.
PLACE = regex(r"(?:plugin/[\w-]+: )?(?:\S+:\d+ - Error during parsing: )?")


@dataclass(frozen=True, slots=True)
class Migration(Brief):
    """What becomes of a Corefile under another release."""

    #: The changes of its text; none where something is refused.
    edits: tuple[Edit, ...]
    #: What there is to know, by kind and place.
    notices: tuple[Notice, ...]
    #: The new text.
    text: str
    #: The queries that end in another way.
    answers: tuple[Change, ...]
    #: Whether queries were compared; those of a very long Corefile are not.
    compared: bool
    #: The Corefile as it was, under the old release.
    before: Config
    #: The new one, under the new release.
    after: Config

    @property
    def not_followed(self) -> tuple[str, ...]:
        """The imports of files that were not followed: what they bring was not looked at."""
        found = self.before.expansion.unresolved if self.before.expansion is not None else ()
        return tuple(dict.fromkeys(each.target.text for each in found))

    @property
    def is_refused(self) -> bool:
        """Whether no Corefile for the new release does the same; nothing is changed then."""
        return any(notice.kind == "refused" for notice in self.notices)


def migrate(
    corefile: str | Source | Corefile,
    old: str | Release | Build,
    new: str | Release | Build,
    *,
    defaults: bool = False,
    deprecated: bool = False,
    read: Reader | None = None,
) -> Migration:
    """Return what a Corefile for one release of CoreDNS needs to be one for another.

    `old` and `new` are releases such as `1.8.6`, or builds with more plugins. With `defaults` lines
    are written that kubeadm's default for the new release has; with `deprecated` what still works
    and goes away later is replaced too. `read` follows imports of files; by default none is
    followed. What is imported is judged, but not changed. Raises ValueError for a release that is
    not known.
    """
    tree = corefile if isinstance(corefile, Corefile) else parse(corefile)
    route = Route(built(old), built(new), deprecated)
    return migrated(tree, route, (read, read), defaults=defaults)


def migrated(
    tree: Corefile,
    route: Route,
    readers: tuple[Reader | None, Reader | None] = (None, None),
    *,
    defaults: bool = False,
    around: str = "",
    whole: bool = True,
) -> Migration:
    """Return what becomes of a Corefile.

    The `readers` follow imports before and after; `around` is the text of the file it is in.  What
    is not a `whole` Corefile may be refused by itself: only what the old release takes counts then.
    """
    before = configured(tree, route.old, readers[0])
    if route.old == route.new and not defaults:
        return Migration((), (), tree.source.text, (), True, before, before)
    editor = Editor(tree, build=route.new, check=False)
    try:
        notices = edited(editor, before, route, defaults=defaults)
    except Impossible as problem:
        notices = [replace(problem.notice, kind="refused")]
    except EditError as problem:
        notices = [Notice("refused", str(problem))]
    after = configured(editor.tree, route.new, readers[1])
    if not any(notice.kind == "refused" for notice in notices):
        notices += refusals(before, after, tree, editor, route, whole=whole)
    if any(notice.kind == "refused" for notice in notices):
        told = tuple(in_order(each for each in notices if each.kind == "refused"))
        return Migration((), told, tree.source.text, (), True, before, after)
    told_now = told_of(before, around or tree.source.text, route)
    lost = {(notice.plugin, notice.what) for notice in notices if notice.kind == "lost"}
    notices += (
        placed(notice, token, tree) if token else notice
        for notice, token in told_now
        if (notice.plugin, notice.what) not in lost
    )
    edits = editor.edits if str(editor) != tree.source.text else ()
    compared = sum(len(server.plugins) for server in before.servers) <= MOST_COMPARED
    answers: tuple[Change, ...] = ()
    if compared:
        answers = tuple(other_answers(prepared(before, readers[0]), prepared(after, readers[1])))
    told = tuple(in_order(notices))
    return Migration(edits, told, str(editor), answers, compared, before, after)


def built(given: str | Release | Build) -> Build:
    """Return the build that is meant by a release. Raises ValueError."""
    return given if isinstance(given, Build) else stock(given)


def configured(tree: Corefile, build: Build, read: Reader | None) -> Config:
    """Return a text as a release reads it; variables are left open."""
    expansion = expand(tree, env=None, read=read)
    return configure(expansion, build=build, file=tree.source.name)


def prepared(config: Config, read: Reader | None) -> Prepared:
    """Return a configuration ready for queries; what imports leave open brings nothing."""

    def text_of(name: str) -> str | None:
        try:
            return None if read is None else read.read(read.absolute(name)).decode("utf-8")
        except (OSError, KeyError, ValueError, OutsideRoot):
            return None

    return Prepared(config.known_part, Assumptions(read=text_of))


def edited(editor: Editor, before: Config, route: Route, *, defaults: bool) -> list[Notice]:
    """Make a text fit for the new release, and return what there is to know.

    Raises Impossible or EditError; the text is then as it was.
    """
    typed = {stanza.token.token: stanza for server in before.servers for stanza in server.plugins}
    notices: list[Notice] = []
    with editor.atomic():
        notices += take(editor, tuple(replacing_steps(editor, typed, route)))
        for default in defaults_for(route.new.release) if defaults else ():
            now = editor.edits
            told = take(editor, tuple(default_steps(editor, default)))
            notices += (as_it_was(notice, now) for notice in told)
    return notices


def as_it_was(notice: Notice, edits: Sequence[Edit]) -> Notice:
    """Return a notice about a place in an edited text as one about the text before."""
    start = earlier(notice.start, edits)
    return replace(notice, start=start, end=max(start, earlier(notice.end, edits)))


def earlier(offset: int, edits: Sequence[Edit]) -> int:
    """Return where in a text that is which edits have brought to an offset."""
    shift = 0
    for edit in edits:
        if offset < edit.start + shift:
            break
        if offset < edit.start + shift + len(edit.text):
            return edit.start
        shift += len(edit.text) - (edit.end - edit.start)
    return offset - shift


def refusals(
    before: Config, after: Config, tree: Corefile, editor: Editor, route: Route, *, whole: bool
) -> Iterator[Notice]:
    """Yield what the new release refuses; of what is not whole, what the old one did not.

    `tree` is the text as it was.
    """
    for config, text, edits in ((before, tree, ()), (after, editor.tree, editor.edits)):
        error = config.expansion.error if config.expansion is not None else None
        if error is not None:
            notice = Notice("refused", f'CoreDNS does not read this: "{error.message}"')
            found = notice if error.at is None else placed(notice, error.at, text)
            yield as_it_was(found, edits)
            return
    known = () if whole else {identity(refusal) for refusal in before.refusals}
    for refusal in after.refusals:
        if refusal.certain and identity(refusal) not in known:
            yield as_it_was(refused(refusal, editor.tree, route), editor.edits)


def identity(refusal: Refusal) -> tuple[str, str, str]:
    """Return what makes a refusal the same under two releases."""
    return refusal.plugin, refusal.reason, refusal.token.text


def refused(refusal: Refusal, tree: Corefile, route: Route) -> Notice:
    """Return a refusal as a notice, with what the changes of the plugin advise."""
    word = refusal.token.text
    plugin = refusal.plugin or word
    what = "" if plugin == word else word
    changes = [each for each in route.changes(plugin) if each.what == what and each.advice]
    advice = changes[-1].advice if changes else refusal.help
    release = changes[-1].release if changes else ""
    place = PLACE.match(refusal.message)
    words = refusal.message[place.end() if place else 0 :]
    text = f'CoreDNS {route.new.release} refuses this: "{words}"'
    return placed(Notice("refused", text, advice, release, plugin, what), refusal.token, tree)


def placed(notice: Notice, token: ExpandedToken, tree: Corefile) -> Notice:
    """Return a notice with the place of a word, which may be in a file that is imported."""
    start, end = token.token.start, token.token.end
    if token.source is tree.source:
        return replace(notice, start=start, end=end)
    return replace(notice, start=start, end=end, path=token.source.name, line=token.line)


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices by kind and place, each once."""
    return sorted(dict.fromkeys(notices), key=lambda each: (KINDS.index(each.kind), each.start))
