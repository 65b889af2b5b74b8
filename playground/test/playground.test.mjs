// What people do in the playground, done in Chromium. `npm run build` first.
//
// The variable CHROMIUM names the browser, by default Debian's.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../server.mjs";
import { encoded } from "../src/share.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "..", "dist");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";

/** How long anything may take, on a machine that has much else to do. */
const LONG = 120_000;
const MISTAKE = ". {\n    chache 30\n    forward . 192.0.2.53\n}\n";
const FIXED = ". {\n    cache 30\n    forward . 192.0.2.53\n}\n";

let browser;
let server;
let context;
let page;
let problems = [];
const hosts = new Set();

before(async () => {
  server = await serve(dist, { below: "/playground/" });
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  context.setDefaultTimeout(LONG);
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  context.on("weberror", (error) => problems.push(String(error.error())));
  context.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== "blob:" && protocol !== "data:") hosts.add(host);
  });
  page = await context.newPage();
  await page.goto(server.url);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(() => {
  problems = [];
});

afterEach(() => {
  // No message in the console: neither of the page nor of the content security policy.
  assert.deepEqual(problems, []);
  assert.deepEqual([...hosts], [new URL(server.url).host]);
});

/** Follow a link with a text, which needs no other page. */
async function open(text, more = "") {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `c=${encoded(text)}${more || "&n=Corefile"}`);
}

const text = () => page.locator("#editor .cm-content").evaluate((element) => element.innerText);

/** Put another text in the place of that in the editor, as people do. */
async function write(words) {
  await page.locator("#editor .cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(words);
}

async function tab(name) {
  await page.getByRole("tab", { name }).click();
  return page.getByRole("tabpanel", { name });
}

/** Wait until something is so in the page: what is asked takes time itself. */
async function until(isSo) {
  while (!(await page.evaluate(isSo))) await page.waitForTimeout(200);
}

const status = (words) => page.locator("#status", { hasText: words }).waitFor();

test("a mistake is found as it is typed, and fixed", async () => {
  await open(FIXED);
  await status("No findings");
  await write(MISTAKE);
  const finding = page.locator(".findings > li");
  await finding.filter({ hasText: "has no plugin" }).waitFor();
  assert.equal(await page.locator("#editor .cm-lintRange-error").textContent(), "chache");
  await finding.locator("button.fix").click();
  await status("No findings");
  assert.equal((await text()).trim(), FIXED.trim());
});

test("hovering shows the finding, the rule's page, and its fix", async () => {
  await open(MISTAKE);
  await page.locator("#editor .cm-lintRange-error").hover();
  const tip = page.locator("#editor .cm-tooltip");
  await tip.waitFor();
  assert.match(await tip.innerText(), /has no plugin `?chache/);
  assert.match(await tip.locator("a").getAttribute("href"), /\/rules\/[a-z-]+\/$/);
  await tip.locator(".cm-diagnosticAction").click();
  await status("No findings");
});

/** Put the cursor after some words of the text. */
async function goAfter(words) {
  await page.evaluate(() => document.activeElement?.blur());
  await page.locator("#editor .cm-line", { hasText: words }).first().click();
  await page.keyboard.press("End");
}

const options = () => page.locator("#editor .cm-tooltip-autocomplete li");

test("words are completed as they are typed, and by keys alone", async () => {
  await open(". {\n    forward . 192.0.2.53 {\n    }\n}\n");
  await status("No findings");
  await goAfter("192.0.2.53");
  await page.keyboard.press("Enter");
  await page.keyboard.type("pol");
  const option = options().filter({ hasText: "policy" });
  await option.waitFor();
  assert.equal(await option.getAttribute("aria-selected"), "true");
  await page.locator("#editor .cm-completionInfo", { hasText: "Default: random" }).waitFor();
  await page.waitForTimeout(100); // CodeMirror takes no key just after it has shown something
  await page.keyboard.press("Enter");
  await page.keyboard.type(" ");
  await page.keyboard.press("Control+Space");
  await options().filter({ hasText: "sequential" }).waitFor();
  await page.keyboard.press("Escape");
  await options().first().waitFor({ state: "detached" });
  assert.match(await text(), /policy \n/);
});

test("in a ConfigMap, plugins that are there already are not offered", async () => {
  const map = "kind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n    .:53 {\n        errors\n        \n    }\n";
  await open(map, "&n=coredns.yaml");
  await goAfter("errors");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Space");
  await options().filter({ hasText: "forward FROM TO" }).waitFor();
  assert.equal(await options().filter({ hasText: /^errors/ }).count(), 0);
  await page.keyboard.press("Escape");
});

test("a word is explained, to a pointer and to a key", async () => {
  await open(FIXED);
  await status("No findings");
  await page.locator("#editor .cm-line", { hasText: "forward" }).locator("span", { hasText: "forward" }).hover();
  const about = page.locator("#editor .cm-about");
  await about.filter({ hasText: "Sends queries for a zone to upstream DNS servers" }).waitFor();
  await about.locator("td", { hasText: "max_fails" }).waitFor();
  await page.mouse.move(0, 0);
  await about.waitFor({ state: "detached" });
  await goAfter("cache 30");
  await page.keyboard.press("Home");
  await page.keyboard.press("Control+i");
  await about.filter({ hasText: "answers" }).waitFor();
  await page.keyboard.press("Escape");
  await about.waitFor({ state: "detached" });
  assert.equal((await text()).trim(), FIXED.trim());
});

test("all fixes are made at once, in a ConfigMap too", async () => {
  await page.getByLabel("Example").selectOption({ index: 1 });
  await status("2 warnings");
  await page.getByRole("button", { name: "Fix all (2)" }).click();
  await status("No findings");
  await page.locator("#editor .cm-content").press("Control+Z");
  await status("2 warnings");
});

test("each tab shows its answer", async () => {
  await open("(x) {\n  errors\n}\n. {\n  import x\n  cache 30\n}\n");
  const first = await tab("Formatted");
  await first.getByRole("button", { name: "Use this layout" }).waitFor();
  await first.getByRole("button", { name: "Use this layout" }).click();
  await first.getByText("This is the layout already.").waitFor();
  const second = await tab("Expanded");
  await second.locator(".cm-line", { hasText: "errors" }).waitFor();
  assert.doesNotMatch(await second.locator(".cm-content").innerText(), /import/);
  const third = await tab("Graph");
  await third.locator("img").waitFor();
  const width = await third.locator("img").evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.equal(width, 1000);
  const fourth = await tab("Migrate");
  await fourth.locator("#from").selectOption("1.4.0");
  await fourth.locator(".told h3").first().waitFor();
});

test("a name is traced", async () => {
  await open("corp.example {\n    forward . 192.0.2.1\n}\n. {\n    forward . 192.0.2.2\n}\n");
  const panel = await tab("Trace");
  await panel.getByLabel("Name or address").fill("git.corp.example");
  await panel.getByRole("button", { name: "Trace" }).click();
  await panel.locator("pre", { hasText: "asks 192.0.2.1" }).waitFor();
  await panel.getByLabel("Name or address").fill("192.0.2.7");
  await panel.getByLabel("Name or address").press("Enter");
  await panel.locator("pre", { hasText: "7.2.0.192.in-addr.arpa. PTR" }).waitFor();
  await panel.getByLabel("Type").fill("NO");
  await panel.getByLabel("Name or address").fill("a..b");
  await panel.getByRole("button", { name: "Trace" }).click();
  await panel.getByText("is not a domain name").waitFor();
});

test("a migration can be taken over", async () => {
  await open(". {\n    proxy . 192.0.2.53\n}\n", "&n=Corefile&t=migrated");
  await page.locator("#from").selectOption("1.4.0");
  await page.getByRole("button", { name: "Use the new text" }).click();
  await status("for CoreDNS");
  assert.match(await text(), /forward \. 192\.0\.2\.53/);
});

test("a link brings back the text, the file, the tab and the name", async () => {
  const kept = "# ünïcode 🙂\n. {\n    whoami\n}\n";
  await open(kept, "&n=office.corefile");
  await (await tab("Trace")).getByLabel("Name or address").fill("a.example");
  await page.getByRole("button", { name: "Copy link" }).click();
  await status("Link copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#c=[A-Za-z0-9_-]+&n=office\.corefile&/);
  const other = await context.newPage();
  await other.goto(link);
  await other.locator("pre", { hasText: "a.example. A" }).waitFor();
  const there = await other.locator("#editor .cm-content").evaluate((element) => element.innerText);
  assert.equal(there.trim(), kept.trim());
  await other.close();
});

test("it works without a network once it was open", async () => {
  await open(MISTAKE);
  await status("1 error");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until(async () => {
    const name = (await caches.keys()).find((each) => each.startsWith("corefile-playground-"));
    return name && (await (await caches.open(name)).keys()).length > 8;
  });
  await context.setOffline(true);
  await page.reload();
  await status("1 error");
  await context.setOffline(false);
});

test("the next visit takes Python as the last one kept it, without what was typed", async () => {
  await until(async () => (await (await caches.open("corefile-memory")).keys()).length);
  const other = await context.newPage();
  await other.goto(`${server.url}#c=${encoded(MISTAKE)}`);
  await other.locator("#status", { hasText: "1 error" }).waitFor();
  const marks = await other.workers()[0].evaluate(() =>
    performance.getEntriesByType("mark").map(({ name }) => name),
  );
  assert.deepEqual(marks, ["python from memory"]);
  const holds = await other.evaluate(async () => {
    const cache = await caches.open("corefile-memory");
    const { body } = await cache.match((await cache.keys())[0]);
    const memory = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    const text = new TextDecoder("latin1").decode(memory);
    return [text.includes("unbalanced-braces"), text.includes("chache 30")];
  });
  assert.deepEqual(holds, [true, false]);
  await other.close();
});

test("it is used with the keyboard alone", async () => {
  await open(MISTAKE);
  await status("1 error");
  await page.locator("#editor .cm-content").focus();
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "editor");
  await page.getByRole("tab", { name: "Findings" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-formatted");
  await page.keyboard.press("End");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-migrated");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-findings");
  assert.equal(await page.locator('[role="tab"][tabindex="0"]').count(), 1);
});

test("the policy keeps Python from other hosts", async () => {
  const policy = await page.locator("meta[http-equiv]").getAttribute("content");
  assert.doesNotMatch(policy.replace("style-src-attr 'unsafe-inline'", ""), /https?:|unsafe-inline|'unsafe-eval'/);
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const code = "fetch('https://example.org/').then(() => postMessage('sent'), () => postMessage('kept'))";
        const blob = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
        new Worker(blob).onmessage = ({ data }) => resolve(data);
      }),
  );
  assert.equal(outcome, "kept");
  problems.splice(0); // the browser tells of what it refused
});

test("a text that is too much for Python is given up, and the next one is checked", async () => {
  await open("a {\n".repeat(45_000));
  await status("Not checked");
  await page.getByText("too much for Python in the browser").waitFor();
  await open(MISTAKE);
  await status("1 error");
  problems.splice(0); // Python tells of its end
});

test("many findings do not stop the page", async () => {
  await open(`. {\n${"    chache\n".repeat(900)}}\n`);
  await page.getByText("And 600 more, which are not shown.").waitFor();
});

/** Have axe look at the page. */
async function clean(name) {
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const told = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`);
  assert.deepEqual(told, [], name);
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in ${colorScheme} colours`, async () => {
    await page.emulateMedia({ colorScheme });
    await open(MISTAKE);
    await status("1 error");
    await page.evaluate(fs.readFileSync(axe, "utf-8"));
    await goAfter("forward");
    await page.keyboard.press("Home");
    await page.keyboard.press("Control+i");
    await page.locator("#editor .cm-about").waitFor();
    await clean("an explanation");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Space");
    await options().first().waitFor();
    await page.locator("#editor .cm-completionInfo").waitFor();
    await clean("a list of words");
    await page.keyboard.press("Escape");
    for (const name of ["Findings", "Formatted", "Expanded", "Trace", "Graph", "Migrate"]) {
      const panel = await tab(name);
      await panel.locator(".answer > *").first().waitFor();
      await clean(name);
    }
  });
}

test("it fits a phone", async () => {
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 390, height: 844 });
  await open(MISTAKE);
  await status("1 error");
  for (const name of ["Findings", "Trace", "Graph", "Migrate"]) {
    const panel = await tab(name);
    await panel.locator(".answer > *").first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${name} is ${width} pixels wide`);
  }
});
