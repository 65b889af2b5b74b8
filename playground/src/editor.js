// The editor, and texts that are only shown.
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { colours, languageOf } from "./language.js";
import { words } from "./words.js";

const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--line)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--selection) !important" },
  ".cm-selectionMatch": { backgroundColor: "var(--match)" },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "6px",
  },
  ".cm-panels": { borderRadius: "0" },
  ".cm-tooltip": { maxWidth: "min(32rem, 92vw)", boxShadow: "0 4px 16px #0003" },
  ".cm-about": {
    maxHeight: "min(22rem, 60vh)",
    overflow: "auto",
    padding: "8px 12px",
    fontFamily: "var(--sans)",
    lineHeight: "1.45",
    whiteSpace: "normal",
  },
  ".cm-about p, .cm-about ul, .cm-about pre, .cm-about table": { margin: "0 0 8px" },
  ".cm-about pre, .cm-about code": { fontFamily: "var(--mono)", fontSize: "0.93em" },
  ".cm-about pre": { whiteSpace: "pre-wrap" },
  ".cm-about h3": { fontSize: "1em", margin: "0 0 4px" },
  ".cm-about ul": { paddingLeft: "20px" },
  ".cm-about table": { borderCollapse: "collapse", fontSize: "0.93em" },
  ".cm-about th, .cm-about td": {
    textAlign: "left",
    verticalAlign: "top",
    padding: "2px 8px 2px 0",
    borderBottom: "1px solid var(--edge)",
  },
  ".cm-about a": { color: "var(--accent)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { padding: "0" },
  ".cm-diagnostic": { padding: "8px 12px", fontFamily: "var(--sans)", lineHeight: "1.45" },
  ".cm-diagnostic + .cm-diagnostic": { borderTop: "1px solid var(--edge)" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--error)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--warning)" },
  ".cm-diagnostic-info": { borderLeft: "4px solid var(--info)" },
  ".cm-diagnostic p": { margin: "0 0 4px" },
  ".cm-diagnostic a": { color: "var(--accent)" },
  ".cm-diagnostic code": { fontFamily: "var(--mono)", fontSize: "0.95em" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    font: "inherit",
    padding: "3px 10px",
    margin: "4px 8px 0 0",
    borderRadius: "5px",
  },
  ".cm-lint-marker": { width: "10px", height: "10px", borderRadius: "50%", margin: "5px 0 0 2px" },
  ".cm-lint-marker-error": marker("var(--error)"),
  ".cm-lint-marker-warning": marker("var(--warning)"),
  ".cm-lint-marker-info": marker("var(--info)"),
  ".cm-lintRange-error": squiggle("var(--error)"),
  ".cm-lintRange-warning": squiggle("var(--warning)"),
  ".cm-lintRange-info": squiggle("var(--info)"),
  ".cm-lintRange-active": { backgroundColor: "var(--match)" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": {
    backgroundImage: "none",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
  },
  ".cm-changedLine": { backgroundColor: "var(--added) !important" },
  ".cm-changedText": { background: "none" },
  ".cm-deletedChunk": { backgroundColor: "var(--removed) !important" },
  ".cm-deletedChunk .cm-deletedText": { background: "none" },
  ".cm-deletedChunk .cm-chunkButtons": { display: "none" },
  ".cm-deletedLine": { textDecoration: "line-through", textDecorationColor: "var(--error)" },
  ".cm-collapsedLines": {
    background: "var(--line)",
    color: "var(--quiet)",
    fontFamily: "var(--sans)",
  },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯"' },
});

/** Return the style of a mark beside a line, which is drawn without a picture. */
function marker(color) {
  return { content: "normal", backgroundColor: color };
}

/** Return the style of a wavy line below words. */
function squiggle(color) {
  return {
    backgroundImage: "none",
    textDecoration: `underline wavy ${color} 1.5px`,
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  };
}

/** Make a place for an editor whose styles the content security policy lets in. */
function rootIn(parent) {
  // In a shadow root CodeMirror's styles are a sheet of the root, and not an element of the page.
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  root.replaceChildren();
  return root;
}

const shown = [lineNumbers(), highlightSpecialChars(), theme, colours, EditorView.lineWrapping];

/** Make the editor: `changed` is called when the text has changed, `ask` asks about a place. */
export function makeEditor(parent, text, name, changed, ask) {
  const language = new Compartment();
  const root = rootIn(parent);
  const view = new EditorView({
    root,
    parent: root,
    doc: text,
    extensions: [
      ...shown,
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      lintGutter(),
      words(ask),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
      language.of(languageOf(name)),
      EditorView.contentAttributes.of({ "aria-label": "Corefile, ConfigMap or Helm values" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed();
      }),
    ],
  });
  return {
    view,
    get text() {
      return view.state.doc.toString();
    },
    /** Put another text in the place of all of it, in one step that can be undone. */
    replace(text) {
      const changes = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes, annotations: isolateHistory.of("full") });
    },
    /** Make edits of the text. */
    edit(edits) {
      const changes = edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text }));
      view.dispatch({ changes, annotations: isolateHistory.of("full") });
    },
    /** Choose words and show them. */
    select(start, end) {
      view.dispatch({
        selection: { anchor: start, head: end },
        effects: EditorView.scrollIntoView(start, { y: "center" }),
      });
      view.focus();
    },
    speak(name) {
      view.dispatch({ effects: language.reconfigure(languageOf(name)) });
    },
    mark(diagnostics) {
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
  };
}

const readOnly = (label) => [
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
];

/** Show a text. */
export function show(parent, text, name, label) {
  const root = rootIn(parent);
  const extensions = [...shown, languageOf(name), readOnly(label)];
  return new EditorView({ root, parent: root, doc: text, extensions });
}

/** Show what differs between two texts. */
export function showDifference(parent, before, after, name, label) {
  const root = rootIn(parent);
  const merge = unifiedMergeView({
    original: before,
    mergeControls: false,
    gutter: false,
    highlightChanges: false,
    syntaxHighlightDeletions: false,
    collapseUnchanged: { margin: 3, minSize: 6 },
    diffConfig: { timeout: 1000 },
  });
  const extensions = [...shown, languageOf(name), readOnly(label), merge];
  return new EditorView({ root, parent: root, doc: after, extensions });
}
