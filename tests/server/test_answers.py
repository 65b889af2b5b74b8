"""What editors ask about a place of a file, in a plain Corefile and inside others."""

from collections.abc import Callable

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from corefile.highlight.words import KINDS
from tests.server.client import PLACES, Opened

pytestmark = pytest.mark.parametrize("place", PLACES)

Open = Callable[..., Opened]

TEXT = """\
(common) {
    errors
    cache 30
}
.:53 {
    import common
    forward . 8.8.8.8 {
        max_fails 3
    }
    log
}
example.org:5300 {
    import common
    bind {$ADDRESS}
    hosts {
        10.0.0.1 www.example.org
        fallthrough
    }
    forward example.org {$UPSTREAM} {$ADDRESS}
}
"""


def marked(line: str) -> str:
    """Return the text with a line of it replaced by the same one with a cursor."""
    plain = line.replace("^", "")
    assert TEXT.count(plain) == 1
    return TEXT.replace(plain, line)


async def completed(file: Opened) -> dict[str, types.CompletionItem]:
    params = types.CompletionParams(file.document, file.position())
    found = await file.client.text_document_completion_async(params)
    assert isinstance(found, types.CompletionList)
    return {item.label: item for item in found.items}


#: What is typed, what is offered, and what is not.
COMPLETIONS = [
    # A plugin that is there once already, and one that an import brings, cannot be there again.
    ("    ^log\n", "log health import", "zone ttl"),
    ("    log\n    ^\n", "health forward import", "cache"),
    ("        max_fails 3\n        ^\n", "policy expire", "max_fails cache"),
    ("        max_fails 3\n        pol^\n", "policy", "round_robin"),
    ("        max_fails 3\n        policy ^\n", "round_robin random sequential", "policy"),
    ("        max_fails 3\n        expire ^\n", "10s", "expire"),
    ("    log\n    import ^\n", "common", "errors log"),
    ("    log\n    kubernetes ^\n", ". example.org", "cluster"),
    ("    log\n    loadbalance ^\n", "round_robin weighted", "prefer"),
    ("^example.org:5300 {\n", "tls:// .", "forward example.org"),
]


@pytest.mark.parametrize(("line", "there", "absent"), COMPLETIONS)
async def test_what_can_be_written(
    open_: Open, place: str, line: str, there: str, absent: str
) -> None:
    text = marked(line) if TEXT.count(line.replace("^", "")) else ""
    if not text:
        first, _, rest = line.partition("\n")
        text = TEXT.replace(f"{first}\n", f"{first}\n{rest}")
    found = await completed(open_(text, place))
    assert {*there.split()} <= found.keys()
    assert found.keys().isdisjoint(absent.split())


async def test_a_completion_replaces_the_word(open_: Open, place: str) -> None:
    file = open_(TEXT.replace("    log\n", "    heal^\n"), place)
    edit = (await completed(file))["health"].text_edit
    assert isinstance(edit, types.TextEdit)
    assert file.edited([edit]) == file.text.replace("heal", "health")


async def test_the_release_decides(open_: Open, place: str) -> None:
    """An image in the file names it: `multisocket` came with 1.12.0 (its release notes)."""
    if place != "ConfigMap":
        return
    file = open_(TEXT.replace("    log\n", "    ^\n"), place)
    assert "multisocket" in await completed(file)
    older = open_(TEXT.replace("    log\n", "    ^\n"), place)
    older.change(older.text, older.text + IMAGE)
    assert "multisocket" not in await completed(older)


async def test_a_property_means_what_it_does_in_the_release(open_: Open, place: str) -> None:
    """`health_check … domain` came with 1.9.2 (its release notes)."""
    if place != "ConfigMap":
        return
    file = open_(TEXT.replace("max_fails 3", "health_ch^eck 1s"), place)
    newest = await hovered(file)
    assert "health_check DURATION [no_rec] [domain NAME]\n" in newest
    assert "- 1.6.8 to 1.8.0: An upstream that is down is looked at less" in newest
    file.change(file.text, file.text + IMAGE)
    assert "health_check DURATION [no_rec]\n" in await hovered(file)


#: A manifest that says the release of CoreDNS.
IMAGE = (
    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: coredns}\nspec:\n"
    "  template:\n    spec:\n      containers:\n      - image: coredns/coredns:1.8.0\n"
)


async def hovered(file: Opened) -> str:
    found = await file.client.text_document_hover_async(
        types.HoverParams(file.document, file.position())
    )
    if found is None:
        return ""
    assert isinstance(found.contents, types.MarkupContent)
    assert found.range
    return f"{file.words(found.range)}: {found.contents.value}"


HOVERS = [
    ("    forw^ard . 8.8.8.8 {\n", "forward: ", "max_concurrent"),
    ("        max^_fails 3\n", "max_fails: ", "Default: `2`"),
    ("exam^ple.org:5300 {\n", "example.org:5300: ", "Who answers for `example.org.`"),
    (".^:53 {\n", ".:53: ", "⇒ forwarded"),
    ("    log\n    # corefile: ignore[missing-^cache] x\n    whoami\n", "missing-cache: ", "CF"),
    ("        10.0.^0.1 www.example.org\n", "", ""),
]


@pytest.mark.parametrize(("line", "word", "about"), HOVERS)
async def test_what_a_word_means(open_: Open, place: str, line: str, word: str, about: str) -> None:
    text = marked(line) if TEXT.count(line.replace("^", "")) else TEXT.replace("    log\n", line)
    found = await hovered(open_(text, place))
    assert found.startswith(word)
    assert about in found
    assert bool(found) is bool(word)


async def test_how_a_line_is_written(open_: Open, place: str) -> None:
    for line, label, word in (
        ("    forward ^. 8.8.8.8 {\n", "forward FROM TO…", "FROM"),
        ("    forward . 8.8.8.8 ^{\n", "forward FROM TO…", "TO…"),
        ("        max_fails ^3\n", "max_fails NUMBER", "NUMBER"),
    ):
        file = open_(marked(line), place)
        params = types.SignatureHelpParams(file.document, file.position())
        found = await file.client.text_document_signature_help_async(params)
        assert found
        shown = found.signatures[0]
        assert shown.label == label
        assert shown.parameters
        assert shown.parameters[found.active_parameter or 0].label == word


async def test_a_snippet_is_found_from_its_import(open_: Open, place: str) -> None:
    file = open_(TEXT.replace("import common\n    forward", "import com^mon\n    forward"), place)
    params = types.DefinitionParams(file.document, file.position())
    found = await file.client.text_document_definition_async(params)
    assert isinstance(found, list | tuple)
    (there,) = found
    assert isinstance(there, types.Location)
    assert file.words(there.range) == "common"
    assert there.range.start == file.position(file.text.index("common"))


@pytest.mark.parametrize(
    ("at", "name", "number"), [("(com^mon)", "common", 3), ("bind {$ADD^RESS}", "ADDRESS", 2)]
)
async def test_a_name_is_found_everywhere_and_renamed(
    open_: Open, place: str, at: str, name: str, number: int
) -> None:
    file = open_(TEXT.replace(at.replace("^", ""), at), place)
    context = types.ReferenceContext(include_declaration=True)
    params = types.ReferenceParams(context, file.document, file.position())
    found = await file.client.text_document_references_async(params)
    assert [file.words(each.range) for each in found or ()] == [name] * number
    shown = await file.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(file.document, file.position())
    )
    assert [each.range for each in shown or ()] == [each.range for each in found or ()]
    can = await file.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(file.document, file.position())
    )
    assert isinstance(can, types.Range)
    assert file.words(can) == name
    edit = await file.client.text_document_rename_async(
        types.RenameParams(file.document, file.position(), "OTHER")
    )
    assert file.applied(edit) == file.text.replace(name, "OTHER")


async def test_a_name_that_would_be_read_otherwise_is_refused(open_: Open, place: str) -> None:
    file = open_(TEXT.replace("(common)", "(com^mon)"), place)
    for name in ("two words", "a)", "{", "", "#"):
        params = types.RenameParams(file.document, file.position(), name)
        with pytest.raises(JsonRpcInvalidParams):
            await file.client.text_document_rename_async(params)


async def test_the_outline(open_: Open, place: str) -> None:
    file = open_(TEXT, place)
    found = await file.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(file.document)
    )
    symbols = [each for each in found or () if isinstance(each, types.DocumentSymbol)]
    if place != "plain":
        (whole,) = symbols
        assert whole.kind is types.SymbolKind.File
        symbols = list(whole.children or ())
    assert [each.name for each in symbols] == ["(common)", ".:53", "example.org:5300"]
    inside = symbols[1].children or ()
    assert [each.name for each in inside] == ["import", "forward", "log"]
    assert [each.name for each in inside[1].children or ()] == ["max_fails"]
    assert file.words(inside[1].selection_range) == "forward"


async def test_what_folds(open_: Open, place: str) -> None:
    file = open_("# one\n# two\n" + TEXT, place)
    found = await file.client.text_document_folding_range_async(
        types.FoldingRangeParams(file.document)
    )
    first = len(PLACES[place][1].splitlines())
    lines = {(each.start_line - first, each.end_line - first) for each in found or ()}
    assert lines == {(0, 1), (2, 4), (6, 11), (8, 9), (13, 20), (16, 18)}


async def test_a_selection_grows(open_: Open, place: str) -> None:
    file = open_(marked("        max_fai^ls 3\n"), place)
    params = types.SelectionRangeParams(file.document, [file.position()])
    (found,) = await file.client.text_document_selection_range_async(params) or ()
    words: list[str] = []
    grown: types.SelectionRange | None = found
    while grown is not None:
        words.append(file.words(grown.range))
        grown = grown.parent
    assert words[:2] == ["max_fails", "max_fails 3"]
    assert words[2].startswith("{")
    assert words[3].startswith("forward")
    assert words[-1] == file.text


COLOURED = """\
# 😀 note
(common) {
    cache 30s # beside
}
.:53 {
    import common
    log "a b"
    bind {$X}:1
}
"""


async def test_colours(open_: Open, place: str) -> None:
    file = open_(COLOURED, place)
    found = await file.client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(file.document)
    )
    assert found
    words = []
    line = unit = 0
    data = list(found.data)
    for down, right, length, kind, _ in zip(*[iter(data)] * 5, strict=True):
        line, unit = line + down, right if down else unit + right
        place_ = types.Range(types.Position(line, unit), types.Position(line, unit + length))
        words.append((file.words(place_), KINDS[kind]))
    assert words == [
        ("# 😀 note", "comment"),
        ("(common)", "macro"),
        ("cache", "function"),
        ("30s", "number"),
        ("# beside", "comment"),
        (".:53", "namespace"),
        ("import", "keyword"),
        ("common", "macro"),
        ("log", "function"),
        ('"a b"', "string"),
        ("bind", "function"),
        ("{$X}", "variable"),
        (":1", "parameter"),
    ]


async def test_links(open_: Open, place: str) -> None:
    file = open_(TEXT.replace("    log\n", "    log # see https://coredns.io/plugins\n"), place)
    found = await file.client.text_document_document_link_async(
        types.DocumentLinkParams(file.document)
    )
    (link,) = found or ()
    assert file.words(link.range) == link.target == "https://coredns.io/plugins"


async def test_a_lens_traces_the_zone_of_a_server_block(open_: Open, place: str) -> None:
    file = open_(TEXT, place)
    found = await file.client.text_document_code_lens_async(types.CodeLensParams(file.document))
    commands = [each.command for each in found or () if each.command]
    assert [list(command.arguments or ()) for command in commands] == [
        [file.uri, "."],
        [file.uri, "example.org."],
    ]
    params = types.ExecuteCommandParams(commands[1].command, commands[1].arguments)
    said = await file.client.workspace_execute_command_async(params)
    assert "example.org. A" in str(said)


async def test_who_answers_and_the_picture(open_: Open, place: str) -> None:
    file = open_(TEXT, place)
    found = await file.ask("corefile/trace", name="a.test", type="mx")
    assert found.text.startswith("a.test. MX")
    assert "⇒ forwarded" in found.text
    assert found.trace.query.type == "MX"
    assert "example.org" in await file.ask("corefile/graph", format="mermaid")
    assert (await file.ask("corefile/graph")).startswith("<svg")
    assert await file.ask("corefile/graph", corefile=9) is None
    with pytest.raises(JsonRpcInvalidParams):
        await file.ask("corefile/trace", name="a..b")
