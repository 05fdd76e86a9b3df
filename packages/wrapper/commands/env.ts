import { mkdirSync } from "node:fs";
import path from "node:path";
import { setUp } from "../set-up.ts";
import { exportLines, pulumiEnvironment } from "../stack/environment.ts";
import { chosenStack } from "../stack/selected-stack.ts";
import { DOT_ENV, namesFromDotEnv } from "../system/dot-env.ts";
import { KEPT, projectFolder } from "../system/files.ts";
import { say } from "../system/say.ts";

export async function run(): Promise<number> {
  const project = projectFolder();
  const stack = chosenStack([], project);
  await setUp({ stack });
  mkdirSync(path.join(project, KEPT, "state"), { recursive: true });
  const names = namesFromDotEnv();
  if (names.length > 0)
    say(
      `These variables of ${DOT_ENV} are not included: ${names.join(", ")}. Plain pulumi does not read this file, and this command does not print its values. ` +
        "To export these variables into this shell as well, run: set -a; . ./.env; set +a",
    );
  process.stdout.write(exportLines(pulumiEnvironment({ project, env: process.env, stack, paths: "absolute" })));
  return 0;
}
