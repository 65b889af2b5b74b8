// The colours of Corefiles, alone and in YAML. The names of plugins and properties come from the
// catalogue, as those of the TextMate grammar do.
/* global FACTS */
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const plugins = new Set(FACTS.plugins);
const properties = new Set(FACTS.properties);

const NUMBER = /^[+-]?\d[\d.:]*(?:ns|us|µs|ms|[smh%])?$/;
const VARIABLE = /^\{\$[^{}\s]+\}|^\{%[^{}%\s]+%\}/;
/** A key of YAML whose text is a Corefile, as a block. */
const YAML_KEY = /^([ ]*)["']?(?:[\w.-]*corefile[\w.-]*|[\w.-]+\.(?:server|override))["']?[ ]*:[ ]*[|>]/i;

const fresh = () => ({ depth: 0, first: true, quoted: false, imports: false });

/** Read a word of a Corefile and return what it is. */
function word(stream, state) {
  if (state.quoted) {
    if (!stream.match(/^(?:\\.|[^"\\{]|\\$)+/)) {
      if (stream.match(VARIABLE)) return "variableName.special";
      if (stream.next() === '"') state.quoted = false;
    }
    return "string";
  }
  if (stream.sol()) {
    state.first = true;
    state.imports = false;
  }
  if (stream.eatSpace()) return null;
  const first = state.first;
  state.first = false;
  if (stream.match(/^#.*/)) return "comment";
  if (stream.match(VARIABLE)) return "variableName.special";
  if (stream.eat('"')) {
    state.quoted = true;
    return "string";
  }
  stream.match(/^(?:(?!\{\$|\{%)[^\s])+/) || stream.next();
  return kind(stream.current(), first, state);
}

/** Return what a word is, by where it stands. */
function kind(text, first, state) {
  if (text === "{") {
    state.depth += 1;
    return "brace";
  }
  if (text === "}") {
    state.depth = Math.max(0, state.depth - 1);
    return "brace";
  }
  if (state.imports) return "labelName";
  if (first && text === "import") {
    state.imports = true;
    return "keyword";
  }
  if (state.depth === 0) return /^\(.*\)$/.test(text) ? "labelName" : "namespace";
  if (first && state.depth === 1) return plugins.has(text) ? "function" : "invalid";
  if (first && properties.has(text)) return "propertyName";
  return NUMBER.test(text) ? "number" : null;
}

/** Read a word of YAML, or of a Corefile in it. */
function yaml(stream, state) {
  if (stream.sol()) {
    const indent = stream.indentation();
    const blank = /^\s*$/.test(stream.string);
    if (state.block !== null && !blank && indent <= state.block) state.block = null;
    const key = state.block === null && YAML_KEY.exec(stream.string);
    if (key) {
      state.next = key[1].length;
    } else if (state.next !== null && !blank) {
      if (indent > state.next) Object.assign(state, fresh(), { block: state.next });
      state.next = null;
    }
  }
  if (state.block !== null) return word(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/)) return "comment";
  if (stream.match(/^(?:- )+/)) return null;
  if (stream.match(/^["']?[\w./-]+["']?(?=\s*:(?:\s|$))/)) return "propertyName";
  if (stream.match(/^"(?:[^"\\]|\\.)*"?|^'[^']*'?/)) return "string";
  if (stream.match(/^-?\d[\d.]*(?=\s|$)/)) return "number";
  if (!stream.match(/^[^\s#"']+/)) stream.next();
  return null;
}

const table = {
  function: tags.function(tags.variableName),
  "variableName.special": tags.special(tags.variableName),
};
const data = { commentTokens: { line: "#" } };

const corefile = StreamLanguage.define({
  name: "corefile",
  startState: fresh,
  token: word,
  indent: (state, after, context) =>
    Math.max(0, state.depth - /^\s*\}/.test(after)) * context.unit,
  tokenTable: table,
  languageData: data,
});
const inYaml = StreamLanguage.define({
  name: "yaml",
  startState: () => ({ ...fresh(), block: null, next: null }),
  token: yaml,
  tokenTable: table,
  languageData: data,
});

/** Return the language of a file. */
export const languageOf = (name) => (/\.ya?ml$/i.test(name) ? inYaml : corefile);

export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
    { tag: tags.string, color: "var(--string)" },
    { tag: tags.number, color: "var(--number)" },
    { tag: tags.keyword, color: "var(--keyword)" },
    { tag: tags.namespace, color: "var(--zone)", fontWeight: "bold" },
    { tag: tags.labelName, color: "var(--label)" },
    { tag: tags.propertyName, color: "var(--property)" },
    { tag: tags.special(tags.variableName), color: "var(--label)" },
    { tag: tags.function(tags.variableName), color: "var(--plugin)", fontWeight: "bold" },
    { tag: tags.brace, color: "var(--quiet)" },
  ]),
);
