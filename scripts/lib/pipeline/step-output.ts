import { appendFileSync } from "node:fs";

/** Gives an output of a step to later ones, where the pipeline has a file for it: GITHUB_OUTPUT. */
export function setOutput(name: string, value: string, env: Readonly<Record<string, string | undefined>>): void {
  const file = env["GITHUB_OUTPUT"];
  if (file) appendFileSync(file, `${name}=${value}\n`);
}
