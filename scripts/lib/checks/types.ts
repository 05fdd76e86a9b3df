import path from "node:path";
import { capture } from "../capture.ts";
import { installation } from "../folders.ts";
import { type Check, verdictOf } from "./check.ts";

export const types: Check = {
  name: "types",
  title: "TypeScript finds no mistake",
  async run({ env }) {
    const tsc = path.join(installation, "node_modules", "typescript", "lib", "tsc.js");
    return verdictOf(await capture(process.execPath, [tsc, "--noEmit", "-p", "."], { cwd: installation, env }));
  },
};
