/** `node scripts/cli-grammar.mjs`: writes which flags the commands of the pinned Pulumi CLI take. After each new version of it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readCliGrammar } from "../lib/cli/grammar.ts";
import { setUp } from "../lib/set-up.ts";
import { main, say } from "../lib/system/say.ts";

await main(async () => {
  const grammar = await readCliGrammar(await setUp());
  const lines = Object.entries(grammar).map(
    ([words, command]) => `  ${JSON.stringify(words)}: ${JSON.stringify(command)}`,
  );
  writeFileSync(path.join(import.meta.dirname, "..", "lib", "cli", "grammar.json"), `{\n${lines.join(",\n")}\n}\n`);
  say(`scripts/lib/cli/grammar.json says what ${lines.length} commands take.`);
});
