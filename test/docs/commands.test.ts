import { globSync, readFileSync } from "node:fs";
import { type Program, runCommands } from "@genesys-flows/cli";
import { programs } from "../../scripts/lib/generate/commands-page.ts";
import { checkout, inCheckout } from "../harness/checkout.ts";

// The tables of the commands, which `--help` and docs/commands.md show, and every command line that a page shows.

/** What the parser refuses of a command line: nothing for one that it takes. No command runs. */
async function refusal(program: Program<never>, args: readonly string[]): Promise<string> {
  let said = "";
  const say = (text: string) => {
    said += text;
  };
  const commands = program.commands.map((row) => ({ ...row, load: async () => async () => 0 }));
  const code = await runCommands({ ...program, commands }, args, { root: checkout, out: () => {}, err: say } as never);
  return code === 0 ? "" : said;
}

const table = programs.flatMap((program) =>
  program.commands.map((row) => [`${program.name} ${row.usage}`, { program, row }] as const),
);

test.each(table)("%s has an example, which it takes, and a guide", async (_, { program, row }) => {
  expect(row.guide).toBeDefined();
  expect(row.examples?.length).toBeGreaterThan(0);
  for (const example of row.examples ?? []) {
    const line = commandLinesIn(example)[0]?.args ?? words(example).filter((word) => word !== "--");
    expect({ example, refused: await refusal(program, line) }).toEqual({ example, refused: "" });
  }
});

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...globSync(["docs/**/*.md", "policies/*.md", "packages/*/README.md"], { cwd: checkout }),
];

test.each(
  pages
    .map((page) => [page, commandLinesIn(readFileSync(inCheckout(page), "utf8"))] as const)
    .filter(([, lines]) => lines.length > 0),
)("every command of %s exists, with its options", async (_, lines) => {
  const wrong: string[] = [];
  for (const { program, args } of lines) {
    const refused = await refusal(program, args);
    // A page names a command without its arguments, too.
    if (refused !== "" && !/missing required argument/.test(refused))
      wrong.push(`${program.name} ${args.join(" ")}: ${refused.trim()}`);
  }
  expect(wrong).toEqual([]);
});

test("an option that does not exist is found", async () => {
  const [line] = commandLinesIn("Run `npm run flowctl -- check --colour` now.");
  expect(await refusal(line?.program as Program<never>, line?.args ?? [])).toContain("unknown option '--colour'");
});

/** The command lines of flowctl, the pipeline and `upgrade` in a text, with the words of each. */
function commandLinesIn(written: string): { readonly program: Program<never>; readonly args: readonly string[] }[] {
  const text = written.replaceAll(/ \\\n\s*/g, " ");
  const found = [...text.matchAll(/npm run (?:-s |--silent )?(flowctl|pipeline|upgrade) -- ([^\n]+)/g)];
  return found.flatMap(([all, name = "", rest = ""], index) => {
    const isInline = text.slice(0, found[index]?.index).split("\n").at(-1)?.includes("`") === true;
    const args = words(isInline ? (rest.split("`")[0] as string) : rest);
    if (all === "" || args[0] === undefined || /^[<.]/.test(args[0])) return [];
    const program = programs.find((one) => one.name === (name === "upgrade" ? "npm run" : name)) as Program<never>;
    return [{ program, args: name === "upgrade" ? ["upgrade", ...args] : args }];
  });
}

/** The words of a command of a shell, up to what ends it. */
function words(line: string): string[] {
  const found: string[] = [];
  for (const [word, quoted, plain] of line.matchAll(/"([^"]*)"|'[^']*'|(<[\w. /-]+>|[^\s"']+)/g)) {
    if (plain !== undefined && /^(?:[|<>&;#)]|\d>|<$)/.test(plain) && !/^<\w[^>]*>$/.test(plain)) break;
    found.push(quoted ?? (word.startsWith("'") ? word.slice(1, -1) : word));
  }
  // `[options]` and other words of a usage.
  return found.filter((word) => !/^\[.*\]$/.test(word));
}
