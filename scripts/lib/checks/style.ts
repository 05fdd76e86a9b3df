import path from "node:path";
import { capture } from "../capture.ts";
import { installation } from "../folders.ts";
import { type Check, verdictOf } from "./check.ts";

export const style: Check = {
  name: "style",
  title: "Biome has nothing to format and no complaint",
  async run({ env }) {
    const biome = path.join(installation, "node_modules", ".bin", "biome");
    return verdictOf(await capture(biome, ["check", "--error-on-warnings", "."], { cwd: installation, env }));
  },
};
