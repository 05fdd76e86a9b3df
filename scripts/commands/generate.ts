import { ensureSdkCompiled } from "@genesys-flows/wrapper/sdk";
import { setUp } from "@genesys-flows/wrapper/set-up";
import { devStack } from "@genesys-flows/wrapper/stack/environment";
import { SetUpError, say } from "@genesys-flows/wrapper/system/say";
import { make, write } from "../lib/generate/generator.ts";
import { generators } from "../lib/generate/generators.ts";

export async function run({ names }: { readonly names: readonly string[] }): Promise<number> {
  const unknown = names.filter((name) => !generators.some((generator) => generator.name === name));
  if (unknown.length > 0) {
    const known = generators.map(({ name, output, from }) => `  ${name.padEnd(22)}${output}: ${from}`);
    throw new SetUpError(
      [`These generators do not exist: ${unknown.join(", ")}. The generators are:`, ...known].join("\n"),
    );
  }
  const set = await setUp({ stack: devStack, sdk: "as-it-is" });
  for (const generator of generators.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const made = await make(generator, set);
    if ("missing" in made) {
      say(`skipped    ${generator.output}: ${made.missing}`);
      continue;
    }
    write(generator, made);
    say(`${(made.differences.length > 0 ? "changed" : "unchanged").padEnd(11)}${generator.output}`);
  }
  await ensureSdkCompiled();
  return 0;
}
