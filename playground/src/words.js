// What can be written at a place of the editor, and what a word means: Python says both.
import { autocompletion, closeCompletion, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { element } from "./dom.js";
import { prose } from "./prose.js";

/** The icons of kinds of words, which CodeMirror draws as letters. */
const ICONS = { plugin: "function", property: "property", value: "constant", snippet: "text", zone: "namespace" };
/** What keeps the answer for a word right while somebody types more of it. */
const WORD = /^[\w.:/-]*$/;

/** Return the extension: `ask` asks Python about a place of the text, `{ none }` being no answer. */
export function words(ask) {
  return [
    autocompletion({ override: [(context) => completed(context, ask)], defaultKeymap: false, icons: false }),
    hoverTooltip((view, at) => explained(view, at, ask), { hoverTime: 400 }),
    asked,
    Prec.high(
      keymap.of([
        ...completionKeymap.filter(({ key }) => key !== "Escape"),
        { key: "Mod-i", run: (view) => explain(view, ask), preventDefault: true },
        { key: "Escape", run: (view) => closeCompletion(view) || close(view) },
      ]),
    ),
  ];
}

async function completed(context, ask) {
  const typed = context.matchBefore(/[\w.:/-]+/);
  if (!context.explicit && !typed) return null;
  const answer = await ask("completed", context.pos);
  if (answer.none || context.aborted) return null;
  const options = answer.options.map(({ label, kind, detail, about, gone }, at) => ({
    label,
    type: ICONS[kind] ?? "keyword",
    detail: gone ? "gone" : detail,
    info: about ? () => ({ dom: told(about) }) : undefined,
    boost: -at / 10, // the likeliest first
  }));
  return options.length ? { from: answer.start, to: answer.end, options, validFor: WORD } : null;
}

/** Return what a tooltip is of: a text in Markdown. */
const told = (about) => element("div", { className: "cm-about" }, prose(about));

async function explained(view, at, ask) {
  const text = view.state.doc;
  const answer = await ask("hovered", at);
  if (answer.none || view.state.doc !== text) return null;
  const create = () => ({ dom: told(answer.about) });
  return { pos: answer.start, end: answer.end, above: true, create };
}

/** What a key has asked for; another place or text ends it. */
const show = StateEffect.define();
const asked = StateField.define({
  create: () => null,
  update(tooltip, change) {
    const effect = change.effects.find((each) => each.is(show));
    if (effect) return effect.value;
    return change.docChanged || change.selection ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

/** Show what the word at the cursor means, and have screen readers say it. */
function explain(view, ask) {
  const { head } = view.state.selection.main;
  explained(view, head, ask).then((found) => {
    if (!found || view.state.selection.main.head !== head) return;
    const { dom } = found.create();
    dom.tabIndex = 0;
    dom.setAttribute("role", "group");
    dom.setAttribute("aria-label", "What the word means");
    dom.onkeydown = (event) => {
      if (event.key === "Escape") close(view);
    };
    const tooltip = { ...found, create: () => ({ dom }) };
    view.dispatch({ effects: [show.of(tooltip), EditorView.announce.of(dom.textContent)] });
  });
  return true;
}

function close(view) {
  if (!view.state.field(asked) || completionStatus(view.state)) return false;
  view.dispatch({ effects: show.of(null) });
  view.focus();
  return true;
}
