import { cliGrammar } from "../../../packages/wrapper/cli/command-line.ts";
import { setUp } from "../../../packages/wrapper/set-up.ts";
import { grammarOf, readCliGrammar } from "../../../scripts/lib/generate/cli-grammar.ts";

// The CLI is started.
jest.setTimeout(60_000);

test("the commands and flags are those of the pinned CLI (else: npm run generate)", async () => {
  expect(cliGrammar).toEqual(await readCliGrammar(await setUp()));
});

test("a page lists the command, its other names and its flags", () => {
  const page = (words: string, rest: string) => `---\ntitle: "pulumi${words} | CLI commands"\n${rest}`;
  const up = [
    "aliases:",
    "  - /docs/reference/cli/pulumi_up/",
    "  - /docs/iac/cli/commands/pulumi_update/",
    "---",
    '      --debugger stringArray[=program]   Takes --yes, or "none"',
    "  -s, --stack string                     The stack",
    "      --color string                     Colours",
    "  -y, --yes",
  ].join("\n");
  expect(
    grammarOf([page("", "      --color string   Colours"), page(" up", up), page(" whoami", "  -j, --json  J")]),
  ).toEqual({
    "": { values: ["color"] },
    up: { aliases: ["update"], values: ["stack s"], switches: ["debugger", "yes y"] },
  });
});
