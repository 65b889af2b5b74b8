// Builds the playground into dist/: `npm ci && npm run build`.
//
// Python gives the modules and what the page knows of the language (tools/playground_files.py; the
// variable PYTHON names a Python with requirements/dev.txt, by default that of .venv, or `python3`). Pyodide compiles
// the modules here, so that the browser does not have to.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { loadPyodide } from "pyodide";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const out = path.join(here, "dist");
const made = path.join(here, "node_modules", ".playground");
const pyodide = path.join(here, "node_modules", "pyodide");

const hash = (data) => createHash("sha256").update(data).digest("hex").slice(0, 12);
const read = (...parts) => fs.readFileSync(path.join(...parts));

/** Write a file whose name has the hash of what is in it, and return the name. */
function put(name, data) {
  const { name: stem, ext } = path.parse(name);
  const full = `assets/${stem}-${hash(data)}${ext}`;
  fs.writeFileSync(path.join(out, full), data);
  return full;
}

/** Return the modules, compiled, as an archive that Python imports from. */
async function compiled() {
  const python = await loadPyodide();
  python.FS.mkdirTree("/made");
  python.mountNodeFS("/made", made);
  python.runPython(read(here, "compile_modules.py").toString());
  return Buffer.from(python.FS.readFile("/modules.zip"));
}

/** Return the names of what the bundler is given and makes of it. */
async function bundled(name, define, options = {}) {
  const found = await build({
    absWorkingDir: here,
    entryPoints: [`src/${name}`],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    external: ["*.mjs"],
    define,
    ...options,
  });
  return found.outputFiles[0].contents;
}

/** Return the licences of what is delivered. */
function licenses() {
  const delivered = fs
    .readdirSync(path.join(here, "node_modules", "@codemirror"))
    .map((name) => `@codemirror/${name}`)
    .concat(["@lezer/common", "@lezer/highlight", "@lezer/lr", "@marijn/find-cluster-break"])
    .concat(["crelt", "style-mod", "w3c-keyname"]);
  const texts = delivered
    .filter((name) => fs.existsSync(path.join(here, "node_modules", name, "LICENSE")))
    .map((name) => `${name}\n\n${read(here, "node_modules", name, "LICENSE")}`);
  const version = JSON.parse(read(pyodide, "package.json")).version;
  return [
    `Pyodide ${version}, under the Mozilla Public License 2.0. Its sources, and those of the\n` +
      `Python in it: https://github.com/pyodide/pyodide/tree/${version}\n`,
    "PyYAML, under the MIT License: https://github.com/yaml/pyyaml\n",
    ...texts,
  ].join(`\n${"-".repeat(72)}\n\n`);
}

/** Return the Python that makes the modules; a path is one from where npm was called. */
function pythonProgram() {
  const said = process.env.PYTHON;
  const ours = path.join(root, ".venv", "bin", "python");
  if (!said) return fs.existsSync(ours) ? ours : "python3";
  if (!said.includes(path.sep)) return said;
  const places = [process.env.INIT_CWD, here, root].filter(Boolean);
  const paths = places.map((place) => path.resolve(place, said));
  return paths.find((each) => fs.existsSync(each)) ?? paths[0];
}

try {
  const command = ["-m", "tools.playground_files", made];
  execFileSync(pythonProgram(), command, { cwd: root, stdio: "inherit" });
} catch (reason) {
  const why = reason.code === "ENOENT" ? "there is no such program" : reason.message;
  console.error(`The variable PYTHON has to name a Python with requirements/dev.txt: ${why}: ${pythonProgram()}`);
  process.exit(1);
}
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(path.join(out, "assets"), { recursive: true });
const facts = JSON.parse(read(made, "facts.json"));

const version = JSON.parse(read(pyodide, "package.json")).version;
const engine = `assets/pyodide-${version}`;
fs.mkdirSync(path.join(out, engine));
for (const name of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]) {
  fs.copyFileSync(path.join(pyodide, name), path.join(out, engine, name));
}
// Nothing is installed in the browser, so the list of Pyodide's packages is left out.
const lock = { ...JSON.parse(read(pyodide, "pyodide-lock.json")), packages: {} };
const modules = put("modules.zip", await compiled());
const worker = put(
  "worker.js",
  await bundled("worker.js", {
    ENGINE: JSON.stringify(engine.replace("assets/", "./")),
    LOCK: JSON.stringify(JSON.stringify(lock)),
    MODULES: JSON.stringify(modules.replace("assets/", "./")),
  }),
);
const app = put(
  "app.js",
  await bundled("app.js", { FACTS: JSON.stringify(facts), WORKER: JSON.stringify(worker) }),
);
const style = put("style.css", await bundled("style.css", {}, { format: undefined }));
const licensesName = put("licenses.txt", licenses());
const icon = put("icon.svg", read(here, "src", "icon.svg"));
const page = read(here, "src", "index.html")
  .toString()
  .replaceAll("{{app}}", app)
  .replaceAll("{{style}}", style)
  .replaceAll("{{icon}}", icon)
  .replaceAll("{{licenses}}", licensesName)
  .replaceAll("{{version}}", facts.version);
fs.writeFileSync(path.join(out, "index.html"), page);

const assets = fs
  .readdirSync(path.join(out, "assets"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(out, path.join(entry.parentPath ?? entry.path, entry.name)))
  .map((name) => name.split(path.sep).join("/"))
  .sort();
const service = await bundled("service.js", {
  ASSETS: JSON.stringify(assets),
  VERSION: JSON.stringify(hash(page + assets.join())),
});
fs.writeFileSync(path.join(out, "service.js"), service);
process.exit(0); // Pyodide would keep the process
