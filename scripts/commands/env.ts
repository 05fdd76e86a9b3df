/** `eval "$(npm run -s env)"`: makes plain `npx pulumi` work like `npm run pulumi --`, in this shell. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setUp } from "../lib/set-up.ts";
import { exportLines, pulumiEnvironment } from "../lib/stack/environment.ts";
import { chosenStack } from "../lib/stack/selected-stack.ts";
import { projectFolder } from "../lib/system/folders.ts";
import { main } from "../lib/system/say.ts";

await main(async () => {
  const project = projectFolder();
  const stack = chosenStack([], project);
  await setUp({ stack });
  mkdirSync(path.join(project, ".genesys", "state"), { recursive: true });
  process.stdout.write(exportLines(pulumiEnvironment({ project, env: process.env, stack, paths: "absolute" })));
});
