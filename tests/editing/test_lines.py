"""Plugins, properties and imports: found, put in, changed, moved and taken out."""

from collections.abc import Callable

import pytest

from corefile.editing import EditError, Editor, Gone, NotFound, Refused

Change = Callable[[Editor], object]

KUBE = """\
.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    # names of the cluster
    kubernetes cluster.local in-addr.arpa {
       pods insecure
       fallthrough in-addr.arpa
       ttl 30
    }
    prometheus :9153 # metrics
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30

    # loops end in a crash
    loop
    reload
}
"""


def edited(text: str, change: Change) -> str:
    editor = Editor(text, check=False)
    change(editor)
    return str(editor)


def remove_all(editor: Editor, *names: str) -> None:
    for name in names:
        editor.server(".").plugin(name).remove()


#: Changes of the Corefile above: what is in it, and what is there instead afterwards.
OF_KUBE: list[tuple[str, Change, str, str]] = [
    (
        "a plugin goes where queries pass",
        lambda e: e.server(".").add("hosts", "/etc/hosts"),
        "    # names of the cluster\n",
        "    hosts /etc/hosts\n    # names of the cluster\n",
    ),
    (
        "a second plugin of a name goes below the first",
        lambda e: e.server(".").add("forward", ".", "1.1.1.1"),
        "       max_concurrent 1000\n    }\n",
        "       max_concurrent 1000\n    }\n    forward . 1.1.1.1\n",
    ),
    (
        "but above the first if that would take all its queries",
        lambda e: e.server(".").add("forward", "a", "1.1.1.1"),
        "    forward . /etc/resolv.conf {\n",
        "    forward a 1.1.1.1\n    forward . /etc/resolv.conf {\n",
    ),
    (
        "a plugin that CoreDNS does not have goes last",
        lambda e: e.server(".").add("ads"),
        "    reload\n",
        "    reload\n    ads\n",
    ),
    (
        "above a line is above its comments",
        lambda e: e.server(".").plugin("loop").insert_before("log"),
        "    # loops end",
        "    log\n    # loops end",
    ),
    (
        "below a line is below its comment",
        lambda e: e.server(".").plugin("prometheus").insert_after("log"),
        "# metrics\n",
        "# metrics\n    log\n",
    ),
    (
        "an index counts lines",
        lambda e: e.server(".").insert(1, "log"),
        "    health",
        "    log\n    health",
    ),
    (
        "an index from behind",
        lambda e: e.server(".").insert(-1, "log"),
        "    reload",
        "    log\n    reload",
    ),
    (
        "an index that is too large",
        lambda e: e.server(".").insert(99, "log"),
        "    reload\n",
        "    reload\n    log\n",
    ),
    (
        "many lines at once",
        lambda e: e.server(".").plugin("kubernetes").extend([("a", "x y"), ("b",)]),
        "       ttl 30\n",
        '       ttl 30\n       a "x y"\n       b\n',
    ),
    ("no lines at once", lambda e: e.server(".").extend([]), "    loop\n", "    loop\n"),
    (
        "a first property, indented as in other blocks",
        lambda e: e.server(".").plugin("cache").append("ttl", 5),
        "    cache 30\n",
        "    cache 30 {\n       ttl 5\n    }\n",
    ),
    (
        "a first property, with a comment on the line",
        lambda e: e.server(".").plugin("prometheus").append("x"),
        "    prometheus :9153 # metrics\n",
        "    prometheus :9153 { # metrics\n       x\n    }\n",
    ),
    (
        "a property is set",
        lambda e: e.server(".").plugin("forward").set("max_concurrent", 5),
        "max_concurrent 1000\n",
        "max_concurrent 5\n",
    ),
    (
        "a property is set that was not there",
        lambda e: e.server(".").plugin("forward").set("max_fails", 5),
        "max_concurrent 1000\n",
        "max_concurrent 1000\n       max_fails 5\n",
    ),
    (
        "the last property takes its block along",
        lambda e: e.server(".").plugin("forward").property("max_concurrent").remove(),
        "/etc/resolv.conf {\n       max_concurrent 1000\n    }\n",
        "/etc/resolv.conf\n",
    ),
    (
        "a line goes with its comments",
        lambda e: e.server(".").plugin("kubernetes").remove(),
        KUBE[KUBE.index("    # names") : KUBE.index("    prometheus")],
        "",
    ),
    (
        "a line goes without its comments",
        lambda e: e.server(".").plugin("loop").remove(comments=False),
        "    loop\n",
        "",
    ),
    (
        "a line goes without the comment behind it",
        lambda e: e.server(".").plugin("prometheus").remove(comments=False),
        "    prometheus :9153 # metrics\n",
        "    # metrics\n",
    ),
    (
        "an empty line that divides nothing goes too",
        lambda e: remove_all(e, "loop", "reload"),
        "\n    # loops end in a crash\n    loop\n    reload\n",
        "",
    ),
    (
        "a line moves up with its comments",
        lambda e: e.server(".").plugin("loop").move_before(e.server(".").plugin("cache")),
        "    cache 30\n\n    # loops end in a crash\n    loop\n",
        "    # loops end in a crash\n    loop\n    cache 30\n\n",
    ),
    (
        "a line moves down with its block",
        lambda e: e.server(".").plugin("health").move_after(e.server(".").plugin("ready")),
        "    health {\n       lameduck 5s\n    }\n    ready\n",
        "    ready\n    health {\n       lameduck 5s\n    }\n",
    ),
    (
        "a line gets another name",
        lambda e: setattr(e.server(".").plugin("forward"), "name", "proxy"),
        "    forward . ",
        "    proxy . ",
    ),
    (
        "another line instead of one",
        lambda e: e.server(".").plugin("kubernetes").replace("etcd", "a", "b c"),
        KUBE[KUBE.index("    kubernetes") : KUBE.index("    prometheus")],
        '    etcd a "b c"\n',
    ),
]


@pytest.mark.parametrize(
    ("change", "old", "new"), [case[1:] for case in OF_KUBE], ids=[case[0] for case in OF_KUBE]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_that_changes(change: Change, old: str, new: str, newline: str) -> None:
    assert KUBE.count(old) == 1
    expected = KUBE.replace(old, new).replace("\n", newline)
    assert edited(KUBE.replace("\n", newline), change) == expected


#: Odd layouts: text, change, text afterwards.
ODD: list[tuple[str, Change, str]] = [
    (". {\n}", lambda e: e.server(".").append("log"), ". {\n    log\n}"),
    (". { }", lambda e: e.server(".").append("log"), ". {\n    log\n}"),
    (". {\n\n}", lambda e: e.server(".").append("log"), ". {\n    log\n\n}"),
    (". { # c\n}", lambda e: e.server(".").append("log"), ". { # c\n    log\n}"),
    (". {\n # c\n}", lambda e: e.server(".").append("log"), ". {\n    log\n # c\n}"),
    (".\n{\n\tlog\n}\n", lambda e: e.server(".").append("any"), ".\n{\n\tlog\n\tany\n}\n"),
    (".\n{\n\tlog\n}\n", lambda e: e.server(".").plugin("log").append("any"),
     ".\n{\n\tlog {\n\t\tany\n\t}\n}\n"),
    (".\n", lambda e: e.server(".").append("log"), ".\nlog\n"),
    (".", lambda e: e.server(".").append("log"), ".\nlog"),
    (".\nlog", lambda e: e.server(".").append("any"), ".\nlog\nany"),
    (".\nlog # c", lambda e: e.server(".").append("any"), ".\nlog # c\nany"),
    (".\n\nlog\nany", lambda e: e.server(".").plugin("any").remove(), ".\n\nlog"),
    (".\nlog \n\nany", lambda e: e.server(".").plugin("any").remove(), ".\nlog "),
    (".\nlog", lambda e: e.server(".").plugin("log").remove(), "."),
    (". { log\n    any\n}\n", lambda e: e.server(".").plugin("log").remove(), ". {\n    any\n}\n"),
    (". { log # c\n}\n", lambda e: e.server(".").plugin("log").remove(comments=False),
     ". { # c\n}\n"),
    (". { log\n    any\n}\n", lambda e: e.server(".").plugin("log").insert_before("x"),
     ". { x\n    log\n    any\n}\n"),
    (". { log\n    any\n}\n", lambda e: e.server(".").plugin("log").insert_after("x"),
     ". { log\n    x\n    any\n}\n"),
    # A brace on the line of a plugin is what CoreDNS refuses: a new line below fixes it.
    (". {\n  log }\n", lambda e: e.server(".").append("any"), ". {\n  log\n  any\n  }\n"),
    (". {\n  log }\n", lambda e: e.server(".").plugin("log").remove(), ". {\n  }\n"),
    # What is glued to a comment.
    (". {\n forward . 8.8.8.8#53\n}\n", lambda e: e.server(".").plugin("forward").append("x"),
     ". {\n forward . 8.8.8.8#53 {\n  x\n }\n}\n"),
    ('. {\n log "a"#b c\n}\n', lambda e: e.server(".").plugin("log").append("x"),
     '. {\n log "a" { #b c\n  x\n }\n}\n'),
    # A block that holds a comment is kept.
    (". {\n log {\n  # c\n\n  x\n }\n}\n",
     lambda e: e.server(".").plugin("log").property("x").remove(),
     ". {\n log {\n  # c\n }\n}\n"),
    # Tables.
    (". {\n hosts {\n  10.0.0.1   a\n  10.0.0.100 b\n }\n}\n",
     lambda e: e.server(".").plugin("hosts").append("10.0.0.20", "c", "d"),
     ". {\n hosts {\n  10.0.0.1   a\n  10.0.0.100 b\n  10.0.0.20  c d\n }\n}\n"),
    (". {\n hosts {\n  10.0.0.1\ta\n  fallthrough\n }\n}\n",
     lambda e: e.server(".").plugin("hosts").insert(1, "10.0.0.200", "c"),
     ". {\n hosts {\n  10.0.0.1\ta\n  10.0.0.200\tc\n  fallthrough\n }\n}\n"),
    (". {\n hosts {\n  10.0.0.1   a\n  10.0.0.100 b\n }\n}\n",
     lambda e: setattr(e.server(".").plugin("hosts").lines[1], "name", "::1"),
     ". {\n hosts {\n  10.0.0.1   a\n  ::1        b\n }\n}\n"),
    # Mistakes elsewhere do no harm.
    ("a {\n log {\n}\n", lambda e: e.servers[0].plugin("log").args.append("x"),
     "a {\n log x {\n}\n"),
    ("a, {\n log\n}\nb {\n log\n}\n", lambda e: e.server("b").append("any"),
     "a, {\n log\n}\nb {\n log\n any\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change", "after"), ODD, ids=[ascii(case[0]) for case in ODD])
def test_odd_layouts(text: str, change: Change, after: str) -> None:
    assert edited(text, change) == after


REFUSED: list[tuple[str, Change, str]] = [
    (KUBE, lambda e: e.server(".").append("log", "{"), "a brace alone"),
    (KUBE, lambda e: setattr(e.server(".").plugin("log"), "name", "x"), "has no `log`"),
    (KUBE, lambda e: e.server(".").plugin("ready").extend([("a",), ("{",)]), "a brace alone"),
    (KUBE, lambda e: e.server(".").append("import"), "names nothing to import"),
    (KUBE, lambda e: e.server(".").append("import", "a", "b"), "takes one name"),
    (KUBE, lambda e: e.server("a"), "no server block for `a`"),
    (KUBE, lambda e: e.snippet("a"), "no snippet `a`"),
    (KUBE, lambda e: e.server(".").move_after(e.server(".").plugin("log")), "has no `log`"),
    (KUBE, lambda e: e.server(".").plugin("loop").move_after(e.server(".")), "only inside"),
    (". {\n a {\n } x\n}\n", lambda e: e.servers[0].plugin("a").replace("b"), "after its block"),
    ("a {\na {\na {\n", lambda e: e.servers[0].lines[0].append("x"), "another place"),
    ("import a\n", lambda e: e.imports[0].insert_after("import", "b"), "use `add_import`"),
]


@pytest.mark.parametrize(("text", "change", "why"), REFUSED)
def test_refused(text: str, change: Change, why: str) -> None:
    editor = Editor(text, check=False)
    with pytest.raises(EditError, match=why):
        change(editor)
    assert str(editor) == text


def test_handles_stay_what_they_are() -> None:
    editor = Editor(KUBE)
    server = editor.server(".")
    forward, cache, loop = map(server.plugin, ("forward", "cache", "loop"))
    server.insert(0, "log")
    server.plugin("health").remove()
    forward.args[1] = "9.9.9.9"
    forward.move_after(cache)
    assert [forward.name, *forward.args] == ["forward", ".", "9.9.9.9"]
    assert forward == server.plugin("forward") != cache
    assert [line.name for line in server.lines][-4:] == ["cache", "forward", "loop", "reload"]
    assert str(loop) == "loop"
    assert forward.property("max_concurrent").args == ["1000"]


def test_what_is_gone_cannot_be_used() -> None:
    editor = Editor(KUBE)
    kubernetes = editor.server(".").plugin("kubernetes")
    ttl = kubernetes.property("ttl")
    kubernetes.remove()
    forward = editor.server(".").plugin("forward")
    forward.remove()
    for each in (lambda: ttl.name, lambda: kubernetes.args, lambda: str(forward)):
        with pytest.raises(Gone, match="no longer in the text"):
            each()


def test_comment_at_the_end_of_a_line() -> None:
    editor = Editor(". { # a\n    forward . 8.8.8.8#b\n    hosts {\n    } # c\n    log\n}\n")
    forward, hosts, log = editor.server(".").plugins()
    assert (forward.comment, hosts.comment, log.comment) == ("#b", "# c", "")
    hosts.comment, log.comment = "", "d"
    assert str(editor) == ". { # a\n    forward . 8.8.8.8#b\n    hosts {\n    }\n    log  # d\n}\n"
    with pytest.raises(Refused):
        log.comment = "a\nb"
    with pytest.raises(Refused):
        forward.comment = "e"
    with pytest.raises(Refused):
        Editor(". { log }\n").server(".").plugin("log").comment = "a"


def test_comments_above_a_line() -> None:
    editor = Editor(KUBE)
    server = editor.server(".")
    kubernetes, loop, cache = map(server.plugin, ("kubernetes", "loop", "cache"))
    assert (kubernetes.comments, cache.comments) == (["# names of the cluster"], [])
    kubernetes.comments = ["one", "#two"]
    loop.comments = []
    cache.comments = ["three"]
    server.comments = ["four"]
    expected = KUBE.replace("    # names of the cluster\n", "    # one\n    #two\n")
    expected = expected.replace("    # loops end in a crash\n", "")
    assert str(editor) == "# four\n" + expected.replace("    cache", "    # three\n    cache")
    with pytest.raises(Refused, match="would read"):
        cache.comments = ["a\nb"]
    with pytest.raises(Refused, match="on the line of something else"):
        Editor(". { log\n}\n").server(".").plugin("log").comments = ["a"]


def test_all_or_nothing() -> None:
    editor = Editor(KUBE)
    server = editor.server(".")
    loop = server.plugin("loop")
    new = []
    with pytest.raises(NotFound), editor.atomic():  # noqa: PT012
        loop.remove()
        new.append(server.append("log"))
        server.plugin("nothing")
    assert str(editor) == KUBE
    assert editor.edits == ()
    assert loop.name == "loop"
    with pytest.raises(Gone):
        _ = new[0].name


def test_a_refused_edit_changes_nothing() -> None:
    editor = Editor(KUBE)
    with pytest.raises(Refused):
        editor.server(".").plugin("cache").args[0] = "{"
    assert str(editor) == KUBE
    assert editor.server(".").plugin("cache").args == ["30"]
