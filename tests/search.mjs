// Ask the search of the built site, in the script that browsers run for it.
//
//     node tests/search.mjs SITE QUERY...      print the pages that are found, the best first, as JSON
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const [site, ...queries] = process.argv.slice(2);
const scripts = path.join(site, "assets", "javascripts", "workers");
const script = fs.readdirSync(scripts).find((name) => /^search.*\.js$/.test(name));

// What there is in a browser's worker. The messages are those of the theme: 0 sets up, 2 asks.
const listeners = [];
const answers = [];
const worker = {
  addEventListener: (kind, listener) => listeners.push(listener),
  importScripts: () => undefined,
  location: { href: "http://localhost/" },
  postMessage: (message) => answers.push(message),
};
worker.self = worker;
vm.runInNewContext(fs.readFileSync(path.join(scripts, script), "utf8"), worker);

async function ask(message) {
  await Promise.all(listeners.map((listener) => listener({ data: message })));
  while (!answers.length) await new Promise((done) => setTimeout(done));
  return answers.shift().data;
}

const index = JSON.parse(fs.readFileSync(path.join(site, "search", "search_index.json"), "utf8"));
await ask({ type: 0, data: { ...index, options: { suggest: false } } });
const found = {};
for (const query of queries) {
  const { items } = await ask({ type: 2, data: query });
  found[query] = items.map(([page]) => page.location.replace(/#.*/, ""));
}
console.log(JSON.stringify(found));
