import path from "node:path";
import { capture } from "../system/capture.ts";
import { installation } from "../system/folders.ts";
import { type Check, verdictOf } from "./check.ts";

const modules = path.join(installation, "node_modules");

export const types: Check = {
  name: "types",
  title: "TypeScript finds no mistakes",
  async run({ env }) {
    const tsc = path.join(modules, "typescript", "lib", "tsc.js");
    return verdictOf(await capture(process.execPath, [tsc, "--noEmit", "-p", "."], { cwd: installation, env }));
  },
};

export const style: Check = {
  name: "style",
  title: "Biome finds nothing to format and no mistakes",
  async run({ env }) {
    const biome = path.join(modules, ".bin", "biome");
    return verdictOf(await capture(biome, ["check", "--error-on-warnings", "."], { cwd: installation, env }));
  },
};
