// Asks the worker that runs Python, and starts another one where it takes too long.
/* global WORKER */

/** Longer than any answer takes; a text that needs more is given up. */
const LONGEST = 20_000;

let worker;
let waiting = new Map();
let number = 0;
let isReady = false;
const listeners = {};

/** Call a function when Python has started, and when it cannot. */
export function onState(ready, broken) {
  Object.assign(listeners, { ready, broken });
}

function start() {
  isReady = false;
  // A worker made of a blob has the content security policy of the page, one of a file has none.
  const code = `import ${JSON.stringify(new URL(WORKER, document.baseURI).href)};`;
  const blob = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  worker = new Worker(blob, { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.ready) {
      isReady = true;
      for (const each of waiting.values()) each.begin();
      listeners.ready?.();
    } else if (data.broken) {
      listeners.broken?.(data.broken);
    } else {
      if (data.isOver) {
        restart("This is too much for Python in the browser. `corefile-lint` checks it.");
        return;
      }
      const each = waiting.get(data.id);
      waiting.delete(data.id);
      clearTimeout(each?.timer);
      if (data.failure) each?.reject(new Error(data.failure));
      else each?.resolve(data.answer);
    }
  };
  worker.onerror = (event) => listeners.broken?.(event.message || "the worker does not start");
}

/** Give up what is asked, for a reason, and start another worker. */
function restart(reason) {
  worker.terminate();
  const left = [...waiting.values()];
  waiting = new Map();
  for (const each of left) {
    clearTimeout(each.timer);
    each.resolve({ none: reason });
  }
  start();
}

/** Return the answer to a request: an object, with `none` where there is no answer. */
export function ask(request) {
  if (!worker) start();
  const id = ++number;
  return new Promise((resolve, reject) => {
    const begin = () => {
      const reason = "This takes too long in the browser. `corefile-lint` checks it.";
      each.timer ??= setTimeout(restart, LONGEST, reason);
    };
    const each = { resolve, reject, begin };
    waiting.set(id, each);
    if (isReady) begin();
    worker.postMessage({ id, request });
  });
}
