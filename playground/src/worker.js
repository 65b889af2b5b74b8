// Runs Python, and answers the page: {id, request} is answered with {id, answer} or
// {id, failure, isOver}.
/* global ENGINE, LOCK, MODULES */

/** A text that has Python load what most texts need. */
const WARM = { ask: "findings", name: "x.yaml", text: "data:\n  Corefile: |\n    . {\n        cache x\n    }\n" };
/** Where Python's memory is kept as it is before it has seen any text, for the next visit. */
const KEPT = "corefile-memory";

const address = (name) => new URL(name, import.meta.url).href;
const memoryKey = address(`${MODULES}.memory`);

/** Return the memory that an earlier visit kept; null where there is none. */
async function kept() {
  try {
    const found = await (await caches.open(KEPT)).match(memoryKey);
    if (!found) return null;
    const stream = found.body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}

/** Keep the memory for the next visit, and that of no other version. */
async function keep(memory) {
  try {
    await caches.delete(KEPT);
    const stream = new Blob([memory]).stream().pipeThrough(new CompressionStream("gzip"));
    await (await caches.open(KEPT)).put(memoryKey, new Response(stream));
  } catch {
    // Where nothing may be kept, the next visit begins anew.
  }
}

/** Start Python, from the memory of an earlier visit or anew, and return what answers. */
async function start(memory) {
  const { loadPyodide } = await import(address(`${ENGINE}/pyodide.mjs`));
  const [python, modules] = await Promise.all([
    loadPyodide({
      indexURL: address(`${ENGINE}/`),
      lockFileContents: LOCK,
      packageBaseUrl: address("./"),
      // Pyodide calls these two private: its version is pinned, and a test uses them.
      ...(memory ? { _loadSnapshot: memory } : { _makeSnapshot: true }),
    }),
    fetch(address(MODULES)).then((response) => response.arrayBuffer()),
  ]);
  performance.mark(memory ? "python from memory" : "python");
  python.FS.writeFile("/modules.zip", new Uint8Array(modules));
  if (!memory) {
    python.runPython(`
import sys, json
sys.path.insert(0, '/modules.zip')
import answers
answers.answer(${JSON.stringify(JSON.stringify(WARM))})
`);
    keep(python.makeMemorySnapshot());
  }
  return python.pyimport("answers").answer;
}

async function begin() {
  const memory = await kept();
  try {
    if (memory) return await start(memory);
  } catch {
    await caches.delete(KEPT);
  }
  return start(null);
}

const begun = begin();
begun.then(
  () => postMessage({ ready: true }),
  (reason) => postMessage({ broken: String(reason) }),
);

onmessage = async ({ data }) => {
  try {
    const answer = await begun;
    postMessage({ id: data.id, answer: JSON.parse(answer(JSON.stringify(data.request))) });
  } catch (reason) {
    // After anything but an exception of Python, this Python answers nothing any more.
    postMessage({ id: data.id, failure: String(reason), isOver: reason.name !== "PythonError" });
  }
};
