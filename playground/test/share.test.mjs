// What a link holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decoded, encoded, fragment, held } from "../src/share.js";

test("links hold any text", () => {
  for (const each of ["", "a", "ab", "abc", "ü🙂\n", "+/=".repeat(9)]) {
    assert.equal(decoded(encoded(each)), each);
    assert.equal(held(fragment({ text: each, name: "a b&c" })).text, each);
    assert.equal(held(fragment({ text: each, name: "a b&c" })).name, "a b&c");
  }
  assert.equal(held("#c=%"), null);
  assert.equal(held(""), null);
  assert.equal(held("#n=x"), null);
});
