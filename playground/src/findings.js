// Findings: in the editor, where they are, and as a list.
import { button, count, element, marked, paragraph } from "./dom.js";

const WORDS = { error: "Error", warning: "Warning", info: "Note" };

/** Return the address of a rule's page on the site. */
const page = (rule) => new URL(`../rules/${rule}/`, document.baseURI).href;

const link = (found) =>
  element("a", {
    href: page(found.rule),
    target: "_blank",
    rel: "noopener",
    textContent: `${found.code} ${found.rule}`,
  });

/** Return what a fix does, as a sentence. */
export function titleOf(fix) {
  const title = fix.message[0].toUpperCase() + fix.message.slice(1);
  return fix.safe ? title : `${title} (changes what CoreDNS does)`;
}

/** Return what the editor marks. */
export function diagnostics(findings, make) {
  return findings
    .filter((found) => found.start !== null)
    .map((found) => ({
      from: found.start,
      to: found.end,
      severity: found.severity,
      message: found.message,
      renderMessage: () =>
        element(
          "div",
          {},
          paragraph(found.message),
          found.help ? paragraph(`Help: ${found.help}`) : null,
          element("p", {}, link(found)),
        ),
      actions: found.fix ? [{ name: titleOf(found.fix).replaceAll("`", ""), apply: () => make(found.fix) }] : [],
    }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

/** Return how many findings there are, in words. */
export function summary(findings) {
  if (!findings.length) return "No findings";
  const kinds = [
    ["error", "error"],
    ["warning", "warning"],
    ["info", "note"],
  ];
  const parts = kinds
    .map(([severity, word]) => [findings.filter((found) => found.severity === severity).length, word])
    .filter(([number]) => number)
    .map(([number, word]) => count(number, word));
  return parts.join(", ");
}

/** Return the list of findings. `go` shows a place in the editor, `make` makes a fix. */
export function list(findings, go, make) {
  const where = (found) =>
    found.start === null
      ? element("span", { textContent: `${found.file}, line ${found.line}` })
      : button(`Line ${found.line}`, () => go(found.start, found.end), "place");
  const related = (found) =>
    element("li", {}, where(found), " ", marked(found.message));
  return element(
    "ol",
    { className: "findings" },
    findings.map((found) =>
      element(
        "li",
        { className: found.severity },
        element(
          "p",
          { className: "head" },
          element("strong", { className: "severity", textContent: WORDS[found.severity] }),
          " ",
          where(found),
          " ",
          link(found),
        ),
        paragraph(found.message, "message"),
        found.help ? paragraph(`Help: ${found.help}`, "help") : null,
        found.related.length ? element("ul", {}, found.related.map(related)) : null,
        found.consequences.length
          ? element(
              "details",
              {},
              element("summary", {
                textContent: `${count(found.consequences.length, "other finding goes", "other findings go")} away with it`,
              }),
              element("ul", {}, found.consequences.map(related)),
            )
          : null,
        found.fix ? button(titleOf(found.fix).replaceAll("`", ""), () => make(found.fix), "fix") : null,
      ),
    ),
  );
}
