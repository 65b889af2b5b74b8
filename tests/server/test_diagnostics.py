"""Diagnostics as you type, and what can be done about them."""

from collections.abc import Callable

import pytest
from lsprotocol import types

from tests.server.client import PLACES, Opened

pytestmark = pytest.mark.parametrize("place", PLACES)

Open = Callable[..., Opened]

BROKEN = """\
.:53 {
    errors
    forwrad . 1.1.1.1
}
"""


async def test_a_mistake_is_shown_and_goes_away(open_: Open, place: str) -> None:
    file = open_(BROKEN, place)
    (found,) = [d for d in await file.diagnostics() if d.code == "CF004"]
    assert file.words(found.range) == "forwrad"
    assert found.severity is types.DiagnosticSeverity.Error
    assert found.code_description
    assert found.code_description.href.endswith("/docs/rules/unknown-directive.md")
    file.change("forwrad", "forward")
    assert "CF004" not in [d.code for d in await file.diagnostics()]
    file.close()


async def test_the_other_half_of_a_contradiction_is_shown(open_: Open, place: str) -> None:
    file = open_(".:53 {\n    cache 30\n    cache 60\n    forward . 1.1.1.1\n}\n", place)
    found = next(d for d in await file.diagnostics() if d.related_information)
    assert file.words(found.range) == "cache"
    (related,) = found.related_information or ()
    assert related.location.range.start.line == found.range.start.line - 1


async def test_what_has_no_effect_is_faded(open_: Open, place: str) -> None:
    text = ".:53 {\n    forward . 1.1.1.1\n}\n(unused) {\n    errors\n}\n"
    found = await open_(text, place).diagnostics()
    faded = [d for d in found if list(d.tags or ()) == [types.DiagnosticTag.Unnecessary]]
    if place != "Markdown":
        assert [d.code for d in faded] == ["CF109"]


async def test_a_plugin_that_is_gone_is_struck_out(open_: Open, place: str) -> None:
    """`proxy` went away with CoreDNS 1.5.0, says its release note."""
    found = await open_(".:53 {\n    proxy . 192.0.2.1\n    unheard\n}\n", place).diagnostics()
    tags = [list(each.tags or ()) for each in found if each.code == "CF004"]
    assert tags == [[types.DiagnosticTag.Deprecated], []]


async def actions(
    file: Opened, words: str, *only: str
) -> dict[str, types.CodeAction | types.Command]:
    await file.diagnostics()
    context = types.CodeActionContext([], only or None)
    params = types.CodeActionParams(file.document, file.range(words), context)
    found = await file.client.text_document_code_action_async(params)
    return {action.title: action for action in found or ()}


def edit_of(action: types.CodeAction | types.Command) -> types.WorkspaceEdit | None:
    assert isinstance(action, types.CodeAction)
    return action.edit


async def test_a_finding_can_be_fixed(open_: Open, place: str) -> None:
    file = open_(BROKEN, place)
    found = await actions(file, "forwrad")
    action = found["Write `forward`"]
    assert isinstance(action, types.CodeAction)
    assert action.kind == types.CodeActionKind.QuickFix
    assert file.applied(action.edit) == file.text.replace("forwrad", "forward")


async def test_a_finding_can_be_ignored(open_: Open, place: str) -> None:
    file = open_(BROKEN, place)
    found = await actions(file, "forwrad")
    after = file.applied(edit_of(found["Ignore `unknown-directive` in this line"]))
    assert "forwrad . 1.1.1.1 # corefile: ignore[unknown-directive]\n" in after
    file.change(file.text, after)
    assert "CF004" not in [d.code for d in await file.diagnostics()]


async def test_a_line_with_a_comment_gets_another_above_it(open_: Open, place: str) -> None:
    file = open_(BROKEN.replace("1.1.1.1", "1.1.1.1 # mine"), place)
    found = await actions(file, "forwrad")
    after = file.applied(edit_of(found["Ignore `unknown-directive` in this line"]))
    file.change(file.text, after)
    assert "CF004" not in [d.code for d in await file.diagnostics()]


async def test_a_rule_is_explained(open_: Open, place: str) -> None:
    file = open_(BROKEN, place)
    command = (await actions(file, "forwrad"))["Explain `unknown-directive`"]
    assert isinstance(command, types.Command)
    shown = len(file.client.shown_documents)
    params = types.ExecuteCommandParams(command.command, command.arguments)
    await file.client.workspace_execute_command_async(params)
    assert file.client.shown_documents[shown].uri.endswith("unknown-directive.md")


async def test_all_is_fixed_at_once(open_: Open, place: str) -> None:
    file = open_(".:53 {\n    erors\n    forwrad . 1.1.1.1\n}\n", place)
    (action,) = (await actions(file, "erors", "source.fixAll")).values()
    assert isinstance(action, types.CodeAction)
    assert action.kind == "source.fixAll.corefile"
    done = await file.client.code_action_resolve_async(action)
    after = file.applied(done.edit)
    assert "    errors\n" in after
    assert "    forward . 1.1.1.1\n" in after


async def test_other_kinds_of_actions_are_not_given(open_: Open, place: str) -> None:
    assert await actions(open_(BROKEN, place), "forwrad", "refactor") == {}


UGLY = ".:53 {\nerrors\n  cache   30 {\n success 100\n  }\n}\n"


async def test_a_file_is_laid_out(open_: Open, place: str) -> None:
    file = open_(UGLY, place)
    params = types.DocumentFormattingParams(file.document, types.FormattingOptions(8, False))
    after = file.edited(await file.client.text_document_formatting_async(params))
    want = ".:53 {\n    errors\n    cache 30 {\n        success 100\n    }\n}\n"
    _, before, indent, end = PLACES[place]
    lines = "".join(indent + line for line in want.splitlines(True))
    assert after == before + lines + end


async def test_a_range_is_laid_out(open_: Open, place: str) -> None:
    file = open_(UGLY, place)
    options = types.FormattingOptions(4, True)
    params = types.DocumentRangeFormattingParams(file.document, file.range("errors"), options)
    after = file.edited(await file.client.text_document_range_formatting_async(params))
    assert after == file.text.replace("errors", "    errors")
    assert "success 100" in after


async def test_a_block_is_laid_out_when_it_closes(open_: Open, place: str) -> None:
    file = open_(UGLY.replace("  }\n}", "  }^\n}"), place)
    options = types.FormattingOptions(4, True)
    params = types.DocumentOnTypeFormattingParams(file.document, file.position(), "}", options)
    after = file.edited(await file.client.text_document_on_type_formatting_async(params))
    _, _, indent, _ = PLACES[place]
    assert f"{indent}errors\n{indent}    cache 30 {{\n{indent}        success 100\n" in after
