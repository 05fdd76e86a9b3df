/** `npm run generate [-- NAME…]`: writes the generated files of this repository, all of them or those of the named generators. */
import { make, write } from "../lib/generate/generator.ts";
import { generators } from "../lib/generate/generators.ts";
import { ensureSdkCompiled } from "../lib/sdk.ts";
import { setUp } from "../lib/set-up.ts";
import { devStack } from "../lib/stack/environment.ts";
import { main, SetUpError, say } from "../lib/system/say.ts";

await main(async () => {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !generators.some((generator) => generator.name === name));
  if (unknown.length > 0) {
    const known = generators.map(({ name, output, from }) => `  ${name.padEnd(22)}${output}: ${from}`);
    throw new SetUpError([`No generator is named ${unknown.join(", ")}. The generators are:`, ...known].join("\n"));
  }
  const set = await setUp({ stack: devStack, sdk: "as-it-is" });
  for (const generator of generators.filter(({ name }) => named.length === 0 || named.includes(name))) {
    const made = await make(generator, set);
    if ("missing" in made) {
      say(`skipped    ${generator.output}: ${made.missing}`);
      continue;
    }
    write(generator, made);
    say(`${(made.differences.length > 0 ? "changed" : "unchanged").padEnd(11)}${generator.output}`);
  }
  await ensureSdkCompiled();
});
