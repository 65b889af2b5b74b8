// Makes elements. Text from Python is text only, never HTML.

/** Return the element with an id. */
export const byId = (id) => document.getElementById(id);

/** Make an element with properties and children. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** Make a button. */
export const button = (text, onclick, className = "") =>
  element("button", { type: "button", textContent: text, onclick, className });

/** Return a message with its words of the file, which are between backticks, as code. */
export function marked(message) {
  return message
    .split(/(`[^`]+`)/)
    .filter(Boolean)
    .map((part) => (/^`[^`]+`$/.test(part) ? element("code", { textContent: part.slice(1, -1) }) : part));
}

/** Make a paragraph of a message. */
export const paragraph = (message, className = "") => element("p", { className }, marked(message));

/** Return a number of things in words. */
export const count = (number, one, several = `${one}s`) => `${number} ${number === 1 ? one : several}`;
