// The Markdown that Python writes: paragraphs, lists, tables, code, and links to pages.
import { element, marked } from "./dom.js";

const LINK = /(\[[^\]]+\]\([^)\s]+\))/;

/** Return a line with its code and links. */
function line(text) {
  return text.split(LINK).flatMap((part) => {
    const link = /^\[([^\]]+)\]\((https:[^)\s]+)\)$/.exec(part);
    if (link) return element("a", { href: link[2], target: "_blank", rel: "noopener" }, marked(link[1]));
    // Other links are to pages beside the one that this is from.
    return marked(part.replace(/^\[([^\]]+)\]\([^)]+\)$/, "$1"));
  });
}

/** Return the cells of a row: a `|` in one is written with a backslash. */
const cells = (row) =>
  row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function table(rows) {
  const row = (text, tag) => element("tr", {}, cells(text).map((cell) => element(tag, {}, line(cell))));
  const [head, , ...others] = rows;
  return element(
    "table",
    {},
    element("thead", {}, row(head, "th")),
    element("tbody", {}, others.map((each) => row(each, "td"))),
  );
}

function block(text) {
  const lines = text.split("\n");
  if (text.startsWith("```")) return element("pre", { textContent: lines.slice(1, -1).join("\n") });
  if (text.startsWith("|")) return table(lines);
  if (text.startsWith("- ")) {
    return element("ul", {}, text.slice(2).split("\n- ").map((item) => element("li", {}, line(item))));
  }
  const heading = /^#+ (.*)$/.exec(text);
  return heading ? element("h3", {}, line(heading[1])) : element("p", {}, line(text));
}

/** Return the elements of a text. */
export function prose(text) {
  const parts = text.trim().match(/```[^]*?\n```|(?:(?!\n\n|\n```)[^])+/g) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean).map(block);
}
