// `npm start` serves the playground that was built, on this machine only.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { url } = await serve(path.join(here, "dist"), { below: "/playground/", port: 8001 });
console.log(`The playground is at ${url}`);
