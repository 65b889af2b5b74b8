// The page: the editor, the tabs, and what connects them with Python.
/* global FACTS */
import { byId, button, count, element, paragraph } from "./dom.js";
import { makeEditor } from "./editor.js";
import { diagnostics, list, summary } from "./findings.js";
import { PANELS } from "./panels.js";
import { ask, onState } from "./python.js";
import { fragment, held } from "./share.js";

/** How long nobody has typed when the text is looked at, in milliseconds. */
const PAUSE = 150;
/** How many findings are shown at most. */
const MOST = 300;
const DRAFT = "corefile-playground";
const TABS = ["findings", ...Object.keys(PANELS)];

const release = byId("release");
const name = byId("name");
const number = byId("number");
const status = byId("status");
let tab = "findings";
let found = null;
let timer = 0;
let isAsking = false;
let isOld = true;
let typed = 0;

const option = (value, text = value) => element("option", { value, textContent: text });

function fillIn() {
  const newest = [...FACTS.releases].reverse();
  release.append(
    option("", `as the file says, or ${FACTS.newest}`),
    ...newest.map((each) => option(each)),
  );
  byId("from").append(...newest.map((each) => option(each)));
  byId("to").append(...newest.map((each) => option(each)));
  byId("from").value = "1.8.6";
  byId("to").value = FACTS.newest;
  byId("example").append(...FACTS.examples.map(({ title }, at) => option(at, title)));
  byId("types").append(...FACTS.types.map((each) => option(each)));
}

/** Take the name of a file, also one that is not among those to choose from. */
function call(file) {
  if (![...name.options].some((each) => each.value === file)) name.append(option(file));
  name.value = file;
  editor?.speak(file);
}

/** Return what is in the editor, as the tabs need it. */
const page = {
  get text() {
    return editor.text;
  },
  get name() {
    return name.value;
  },
  replace(text) {
    editor.replace(text);
    editor.view.focus();
  },
};

function request(what, more = {}) {
  return {
    ask: what,
    text: editor.text,
    name: name.value,
    release: release.value,
    number: Number(number.value || 0),
    ...more,
  };
}

/** Ask again when nobody has typed for a moment. */
function changed(pause = PAUSE) {
  isOld = true;
  typed = performance.now();
  clearTimeout(timer);
  timer = setTimeout(refresh, pause);
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(state()));
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

async function refresh() {
  if (isAsking) return;
  isAsking = true;
  while (isOld) {
    isOld = false;
    try {
      await look();
    } catch (reason) {
      status.textContent = `Something went wrong in the page: ${reason.message.trim().split("\n").at(-1)}`;
    }
  }
  isAsking = false;
}

/** Ask what is wrong, and what the open tab shows. */
async function look() {
  const answer = await ask(request("findings"));
  if (isOld) return;
  showFindings(answer);
  performance.measure("findings", { start: typed });
  if (tab === "findings") return;
  const { request: more, show } = PANELS[tab];
  const asked = tab;
  const panel = byId(`panel-${asked}`).querySelector(".answer");
  panel.ariaBusy = "true";
  const other = answer.none ? answer : await ask(request(asked, more()));
  panel.ariaBusy = "false";
  if (isOld || asked !== tab) return;
  if (other.none) panel.replaceChildren(paragraph(other.none, "none"));
  else show(panel, other, page);
}

function showFindings(answer) {
  const panel = byId("panel-findings").querySelector(".answer");
  found = answer.none ? [] : answer.findings;
  editor.mark(diagnostics(found.slice(0, MOST), make));
  byId("tab-findings").textContent = found.length ? `Findings (${found.length})` : "Findings";
  byId("fix").disabled = true;
  if (answer.none) {
    panel.replaceChildren(paragraph(answer.none, "none"));
    status.textContent = "Not checked";
    return;
  }
  chooseAmong(answer.corefiles);
  const safe = found.filter((each) => each.fix?.safe).length;
  byId("fix").disabled = !safe;
  byId("fix").textContent = safe ? `Fix all (${safe})` : "Fix all";
  const known = `for CoreDNS ${answer.release}${answer.from_image ? ", the image in the file" : ""}`;
  const told = found.length
    ? [list(found.slice(0, MOST), (start, end) => editor.select(start, end), make)]
    : [paragraph(editor.text.trim() ? `Nothing is wrong here, ${known}.` : "There is no text.", "good")];
  if (found.length > MOST) {
    told.push(paragraph(`And ${found.length - MOST} more, which are not shown.`, "note"));
  }
  if (answer.not_followed) {
    told.push(paragraph(`Not followed: ${count(answer.not_followed, "import")} of files.`, "note"));
  }
  panel.replaceChildren(...told);
  // Said once by screen readers: only a text that differs is news.
  const words = `${summary(found)} ${known}`;
  if (status.textContent !== words) status.textContent = words;
}

/** Let people choose where there are several Corefiles. */
function chooseAmong(corefiles) {
  byId("which").hidden = corefiles.length < 2;
  const titles = corefiles.map((each) => each.title || "the file itself");
  if ([...number.options].map((each) => each.textContent).join() === titles.join()) return;
  const before = number.value;
  number.replaceChildren(...corefiles.map((each, at) => option(each.number, titles[at])));
  if (corefiles.some((each) => String(each.number) === before)) number.value = before;
}

/** Make a fix, unless the text has changed since. */
function make(fix) {
  if (isOld || isAsking) return;
  editor.edit(fix.edits);
  editor.view.focus();
}

async function fixAll() {
  const text = editor.text;
  const answer = await ask(request("fixed")).catch((reason) => ({ none: reason.message }));
  if (answer.none) status.textContent = answer.none;
  if (answer.none || editor.text !== text) return;
  editor.replace(answer.text);
  editor.view.focus();
}

/** Open a tab. */
function open(which, focus = false) {
  tab = TABS.includes(which) ? which : "findings";
  for (const each of TABS) {
    const isOpen = each === tab;
    const button = byId(`tab-${each}`);
    button.ariaSelected = String(isOpen);
    button.tabIndex = isOpen ? 0 : -1;
    byId(`panel-${each}`).hidden = !isOpen;
    if (isOpen && focus) button.focus();
  }
  changed(0);
}

function openByKey(event) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -TABS.length, End: TABS.length };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const at = TABS.indexOf(tab) + step;
  const next = Math.abs(step) > 1 ? (step > 0 ? TABS.length - 1 : 0) : (at + TABS.length) % TABS.length;
  open(TABS[next], true);
}

/** Return what a link and a reloaded page hold. */
const state = () => ({
  text: editor.text,
  name: name.value,
  tab: tab === "findings" ? "" : tab,
  release: release.value,
  query: tab === "traced" ? byId("query-name").value : "",
});

/** Show what a link or a page before it held. */
function restore(kept) {
  if (kept.release && FACTS.releases.includes(kept.release)) release.value = kept.release;
  if (kept.query) byId("query-name").value = kept.query;
  call(kept.name || "Corefile");
  editor.replace(kept.text);
  open(kept.tab || "findings");
}

async function share() {
  const hash = fragment(state());
  history.replaceState(null, "", hash);
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "Link copied. The text is in the link itself: it was sent nowhere.";
  } catch {
    status.textContent = "The link is in the address bar. The text is in the link itself: it was sent nowhere.";
  }
}

function kept() {
  const linked = held(location.hash);
  if (linked) return linked;
  try {
    return JSON.parse(sessionStorage.getItem(DRAFT)) ?? null;
  } catch {
    return null;
  }
}

function example(at) {
  const { text, name: file, tab: which, from } = FACTS.examples[at];
  release.value = "";
  if (from) byId("from").value = from;
  restore({ text, name: file.endsWith(".corefile") ? "Corefile" : file, tab: which });
}

/** Take the colours that people chose on the other pages of the site. */
function wear() {
  try {
    const palette = `${new URL("..", document.baseURI).pathname}.__palette`;
    const { color } = JSON.parse(localStorage.getItem(palette));
    const scheme = { slate: "dark", default: "light" }[color.scheme];
    if (scheme && !/^\(prefers-color-scheme\)$/.test(color.media)) {
      document.documentElement.style.colorScheme = scheme;
    }
  } catch {
    // They chose none: the system's it is.
  }
}

wear();
fillIn();
const editor = makeEditor(byId("editor"), "", "Corefile", () => changed(), (what, at) =>
  ask(request(what, { at })).catch((reason) => ({ none: reason.message })),
);
const first = kept();
if (first) restore(first);
else example(0);

onState(
  () => {
    // What is kept for later is fetched when the page is ready, so that it does not wait for it.
    navigator.serviceWorker?.register("service.js").catch(() => {});
  },
  (reason) => {
    status.textContent = "Python does not start in this browser";
    const again = button("Try again", () => location.reload());
    byId("panel-findings").querySelector(".answer").replaceChildren(paragraph(reason, "bad"), again);
  },
);
status.textContent = "Loading Python";

name.onchange = () => {
  call(name.value);
  changed(0);
};
for (const each of [release, number, byId("from"), byId("to"), byId("deprecated")]) {
  each.onchange = () => changed(0);
}
byId("example").onchange = (event) => {
  if (event.target.value !== "") example(Number(event.target.value));
  event.target.value = "";
};
byId("query").onsubmit = (event) => {
  event.preventDefault();
  changed(0);
};
byId("fix").onclick = fixAll;
byId("share").onclick = share;
byId("tabs").onkeydown = openByKey;
for (const each of TABS) byId(`tab-${each}`).onclick = () => open(each);
window.onhashchange = () => {
  const linked = held(location.hash);
  if (linked) restore(linked);
};
