// A link that holds the text in its fragment, which browsers send to nobody:
// #c=<base64url of UTF-8, without padding>&n=<file name>&t=<tab>&r=<release>&q=<query name>

/** Return a text in base64url, without padding. */
export function encoded(text) {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Return the text that is in base64url; null where it is none. */
export function decoded(word) {
  try {
    const binary = atob(word.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Return a fragment that holds a text and what is asked of it. */
export function fragment({ text, name, tab, release, query }) {
  const rest = new URLSearchParams();
  for (const [key, value] of Object.entries({ n: name, t: tab, r: release, q: query })) {
    if (value) rest.set(key, value);
  }
  return `#c=${encoded(text)}&${rest}`;
}

/** Return what a fragment holds; null where it holds no text. */
export function held(hash) {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const text = found.has("c") ? decoded(found.get("c")) : null;
  if (text === null) return null;
  const [name, tab, release, query] = ["n", "t", "r", "q"].map((key) => found.get(key) ?? "");
  return { text, name, tab, release, query };
}
