// What the grammars make of each word, with the engine that Visual Studio Code uses.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const folder = new URL("../syntaxes/", import.meta.url);
const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));

const YAML = { scopeName: "source.yaml", patterns: [{ match: "^[ ]*[\\w-]+(?=:)", name: "entity.name.tag.yaml" }] };
const GRAMMARS = {
  "source.corefile": JSON.parse(await readFile(new URL("corefile.tmLanguage.json", folder))),
  "corefile.in.source.yaml": JSON.parse(await readFile(new URL("yaml.tmLanguage.json", folder))),
  "source.yaml": YAML,
};

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (name) => GRAMMARS[name] ?? null,
  getInjections: (name) => (name === "source.yaml" ? ["corefile.in.source.yaml"] : []),
});

async function scopes(language, text) {
  const grammar = await registry.loadGrammar(language);
  const found = {};
  let stack = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    for (const token of result.tokens) {
      const word = line.slice(token.startIndex, token.endIndex).trim();
      if (word) found[word] = token.scopes.at(-1).split(".").slice(0, 3).join(".");
    }
  }
  return found;
}

const COREFILE = `# a note
(common) {
    errors
}
.:53 example.org {
    import common
    log . "a b" # beside
    forward . {$UPSTREAM} {
        max_fails 3
    }
    hosts {
        192.0.2.1 errors.example
        fallthrough
    }
}`;

const WANTED = {
  "# a note": "comment.line.number-sign",
  "(common)": "entity.name.label",
  errors: "entity.name.function",
  ".:53": "entity.name.section",
  "example.org": "entity.name.section",
  import: "keyword.control.import",
  common: "entity.name.label",
  "# beside": "comment.line.number-sign",
  forward: "entity.name.function",
  "{$UPSTREAM}": "variable.other.environment",
  max_fails: "support.type.property-name",
  3: "constant.numeric.corefile",
  fallthrough: "support.type.property-name",
};

test("a Corefile", async () => {
  const found = await scopes("source.corefile", COREFILE);
  for (const [word, scope] of Object.entries(WANTED)) assert.equal(found[word], scope, word);
});

test("a Corefile in YAML, and what comes after it", async () => {
  const lines = COREFILE.split("\n").map((line) => `    ${line}`).join("\n");
  const found = await scopes("source.yaml", `data:\n  Corefile: |\n${lines}\nkind: ConfigMap`);
  for (const [word, scope] of Object.entries(WANTED)) assert.equal(found[word], scope, word);
  assert.equal(found.kind, "entity.name.tag");
});
