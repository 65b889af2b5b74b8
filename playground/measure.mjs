// Measures what a first visit loads and how long it takes: `npm run measure`.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "dist");
const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const server = await serve(dist, { below: "/playground/" });
const sizes = [];

const session = await browser.newBrowserCDPSession();

/** Tell, in the page, whether Python's memory is kept for the next visit. */
const kept = async () => (await (await caches.open("corefile-memory")).keys()).length > 0;

/** Return the seconds of processor time that the browser has used. */
async function used() {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Open a page and return it, and what it took until its first finding, in words. */
async function timed(context) {
  const before = await used();
  const page = await context.newPage();
  await page.goto(server.url);
  await page.locator(".findings li").first().waitFor({ timeout: 300_000 });
  const took = await page.evaluate(() => performance.now());
  const busy = (await used()) - before;
  return [page, `${(took / 1000).toFixed(1)} s (${busy.toFixed(1)} s of processor time)`];
}

for (let round = 1; round <= 3; round++) {
  const context = await browser.newContext();
  server.sent.clear();
  const [page, first] = await timed(context);
  const sent = [...server.sent].filter(([name]) => !/service|licenses/.test(name));
  if (!sizes.length) sizes.push(...sent);
  await page.evaluate(() => navigator.serviceWorker.ready);
  while (!(await page.evaluate(kept))) await page.waitForTimeout(200);
  const [again, second] = await timed(context);
  // From a key to its findings, with the pause of 150 ms in which more keys may come.
  const typed = await again.evaluate(async () => {
    const content = document.querySelector("#editor").shadowRoot.querySelector(".cm-content");
    for (let at = 0; at < 10; at++) {
      content.focus();
      document.execCommand("insertText", false, "#");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    const took = performance.getEntriesByName("findings").map((entry) => entry.duration);
    return Math.round(Math.min(...took));
  });
  console.log(`round ${round}: first visit ${first}, next visit ${second}, after a key ${typed} ms`);
  await context.close();
}
let total = 0;
for (const [name, size] of sizes.sort((one, other) => other[1] - one[1])) {
  total += size;
  console.log(`${String(size).padStart(9)}  ${name}`);
}
console.log(`${String(total).padStart(9)}  bytes in all, compressed with gzip`);
await browser.close();
await server.close();
