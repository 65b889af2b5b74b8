// A web server for the tests, the measurements and `npm start`: it compresses as servers do, and
// counts what it sends.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".zip": "application/zip",
};

/** Serve a folder below a path; port 0 is any free one. */
export async function serve(folder, { below = "/", port = 0 } = {}) {
  const packed = new Map();
  const sent = new Map();
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://here");
    const inside = pathname.startsWith(below) ? pathname.slice(below.length) : "/";
    const file = path.join(folder, path.normalize(`/${inside}`), inside.endsWith("/") || !inside ? "index.html" : "");
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    if (!packed.has(file)) packed.set(file, gzipSync(fs.readFileSync(file), { level: 6 }));
    const body = packed.get(file);
    sent.set(pathname, body.length);
    response.writeHead(200, {
      "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream",
      "Content-Encoding": "gzip",
      "Content-Length": body.length,
      "Cache-Control": "max-age=600",
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}${below}`;
  return {
    url,
    sent,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
