// What the tabs show: each asks Python, and returns what makes the panel's content.
import { byId, button, element, marked, paragraph } from "./dom.js";
import { show, showDifference } from "./editor.js";

const notes = (answer) => (answer.notes ?? []).map((note) => paragraph(note, "note"));
const plain = (text, label) =>
  element("pre", { textContent: text, tabIndex: 0, ariaLabel: label, role: "group" });

/** Put an editor that only shows something below other elements. */
function shownIn(panel, before, make) {
  const place = element("div", { className: "shown" });
  panel.replaceChildren(...before, place);
  make(place);
}

/** Keep a text on the reader's disk, where nothing else sees it. */
function download(text, name, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

function formatted(panel, answer, page) {
  const told = answer.obstacles.map(({ line, message }) =>
    paragraph(`Line ${line}: ${message}. What CoreDNS refuses stays as it is.`, "note"),
  );
  if (answer.unwritten) told.push(paragraph("This place in the file cannot hold another layout.", "note"));
  if (answer.left) told.push(paragraph("What this template renders to is not known: it stays as it is.", "note"));
  if (!answer.changed) {
    if (!told.length) told.push(paragraph("This is the layout already.", "good"));
    panel.replaceChildren(...told);
    return;
  }
  const use = button("Use this layout", () => page.replace(answer.text), "fix");
  shownIn(panel, [...told, use], (place) =>
    showDifference(place, page.text, answer.text, page.name, "What the layout changes"),
  );
}

function expanded(panel, answer) {
  shownIn(panel, notes(answer), (place) =>
    show(place, answer.text, "Corefile", "The Corefile as CoreDNS reads it"),
  );
}

function traced(panel, answer) {
  const verdict = answer.fails
    ? paragraph("Nobody answers this query.", "bad")
    : null;
  panel.replaceChildren(
    ...notes(answer),
    ...(verdict ? [verdict] : []),
    plain(answer.text, "The way of the query"),
  );
}

let picture = "";

function graph(panel, answer) {
  URL.revokeObjectURL(picture);
  picture = URL.createObjectURL(new Blob([answer.svg], { type: "image/svg+xml" }));
  panel.replaceChildren(
    ...notes(answer),
    element(
      "div",
      { className: "picture", tabIndex: 0, role: "group", ariaLabel: "Picture" },
      element("img", {
        src: picture,
        alt: "Listeners, server blocks, plugins in their order, and upstream servers. The same is below as text.",
      }),
    ),
    element(
      "div",
      { className: "bar" },
      button("Download SVG", () => download(answer.svg, "corefile.svg", "image/svg+xml")),
      button("Download Mermaid", () => download(answer.mermaid, "corefile.mmd", "text/plain")),
    ),
    element("details", {}, element("summary", { textContent: "As text" }), plain(answer.text, "The picture as text")),
  );
}

/** Return what there is to know, which Python tells in lines, as lists below headings. */
function told(text) {
  const made = [];
  for (const line of text.split("\n").slice(1)) {
    if (!line) continue;
    const item = /^ +(?:\S+:(\d+): )?(.*)$/.exec(line);
    if (!item) {
      made.push(element("h3", {}, marked(line.replace(/:$/, ""))));
      continue;
    }
    if (made.at(-1)?.tagName !== "UL") made.push(element("ul"));
    const [, number, words] = item;
    made.at(-1).append(element("li", {}, number ? `Line ${number}: ` : "", marked(words)));
  }
  return made;
}

function migrated(panel, answer, page) {
  const before = notes(answer);
  if (answer.unwritable) before.push(paragraph(`The text cannot be edited: ${answer.unwritable}`, "bad"));
  if (answer.refused) before.push(paragraph("No Corefile for the new release does the same: nothing is changed.", "bad"));
  else if (!answer.changed) before.push(paragraph("There is nothing to change in the text.", "good"));
  else before.push(button("Use the new text", () => page.replace(answer.text), "fix"));
  const after = element("div", { className: "told" }, told(answer.told));
  if (!answer.changed) {
    panel.replaceChildren(...before, after);
    return;
  }
  shownIn(panel, before, (place) =>
    showDifference(place, page.text, answer.text, page.name, "What changes"),
  );
  panel.append(after);
}

/** What each tab asks Python, and what shows the answer. */
export const PANELS = {
  formatted: { request: () => ({}), show: formatted },
  expanded: { request: () => ({}), show: expanded },
  traced: {
    request: () => ({
      query: byId("query-name").value,
      type: byId("query-type").value || "A",
      client: byId("query-client").value,
      namespace: byId("query-namespace").value,
    }),
    show: traced,
  },
  graph: { request: () => ({}), show: graph },
  migrated: {
    request: () => ({
      from: byId("from").value,
      to: byId("to").value,
      deprecated: byId("deprecated").checked,
    }),
    show: migrated,
  },
};
