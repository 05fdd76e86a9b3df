/** `eval "$(npm run -s env)"`: makes plain `npx pulumi` do what `npm run pulumi --` does, in this shell. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { doorEnvironment, exportLines } from "../lib/environment.ts";
import { projectFolder } from "../lib/folders.ts";
import { main } from "../lib/say.ts";
import { chosenStack } from "../lib/selected-stack.ts";
import { setUp } from "../lib/set-up.ts";

await main(async () => {
  const project = projectFolder();
  const stack = chosenStack([], project);
  await setUp({ stack });
  mkdirSync(path.join(project, ".genesys", "state"), { recursive: true });
  process.stdout.write(exportLines(doorEnvironment({ project, env: process.env, stack, paths: "absolute" })));
});
