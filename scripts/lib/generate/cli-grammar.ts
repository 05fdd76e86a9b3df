import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { CliGrammar } from "@genesys-flows/wrapper/cli/command-line";
import type { SetUp } from "@genesys-flows/wrapper/set-up";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { SetUpError } from "@genesys-flows/wrapper/system/say";

/** @throws SetUpError when the CLI does not write its reference pages */
export async function readCliGrammar({ cli, env }: Pick<SetUp, "cli" | "env">): Promise<CliGrammar> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "genesys-flows-cli-"));
  try {
    const { code, stderr } = await capture(cli, ["gen-markdown", folder], { env });
    if (code !== 0) throw new SetUpError(`pulumi gen-markdown failed:\n${stderr.trim()}`);
    return grammarOf(readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The grammar in these pages, for the commands that take a stack as a flag or as an argument. */
export function grammarOf(pages: readonly string[]): CliGrammar {
  const commands = pages.map(commandOf);
  const everywhere = commands.find(({ words }) => words === "");
  const wanted = commands.filter(({ words, flags }) => /^(stack|state)( |$)/.test(words) || flags.some(isStack));
  const groups = wanted.flatMap(({ words }) => above(words));
  const kept = commands.filter((command) => wanted.includes(command) || groups.includes(command.words));
  kept.sort((one, other) => (one.words < other.words ? -1 : 1));
  const common = new Set(everywhere?.flags.map(({ names }) => names));
  return Object.fromEntries(
    kept.map(({ words, aliases, flags }) => {
      const own = words === "" ? flags : flags.filter(({ names }) => !common.has(names));
      const named = (takes: boolean) => own.filter((flag) => flag.takes === takes).map(({ names }) => names);
      return [
        words,
        { ...some("aliases", aliases), ...some("values", named(true)), ...some("switches", named(false)) },
      ];
    }),
  );
}

interface Flag {
  /** `long` or `long s`. */
  readonly names: string;
  readonly takes: boolean;
}

function commandOf(page: string): { words: string; aliases: string[]; flags: Flag[] } {
  const words = /^title: "pulumi ?(.*?) \| CLI commands"$/m.exec(page)?.[1] ?? "";
  const own = words.split(" ").at(-1);
  const pages = [...page.matchAll(/^ {2}- \/docs\/iac\/cli\/commands\/pulumi_(.*)\/$/gm)];
  const aliases = pages.map(([, name = ""]) => name.split("_").at(-1) ?? "").filter((name) => name !== own);
  // The lines of the options: `  -s, --stack string   The name`, `  -r, --refresh string[="true"]   Refresh`, `
  // --yes   Approve`.
  const lines = page.matchAll(/^ {2,}(?:-(\w), )?--([\w-]+)(?: (\S+))?(?= {2,}|$)/gm);
  const flags = [...lines].map(([, short, long = "", type]) => ({
    names: short === undefined ? long : `${long} ${short}`,
    takes: type !== undefined && !type.includes("["),
  }));
  return { words, aliases, flags };
}

function isStack({ names }: Flag): boolean {
  return names === "stack s" || names === "stack";
}

/** `["", "config", "config env"]` for `config env add`. */
function above(words: string): string[] {
  const parts = words.split(" ");
  return parts.map((_, index) => parts.slice(0, index).join(" "));
}

function some(name: string, list: readonly string[]): Record<string, readonly string[]> {
  return list.length === 0 ? {} : { [name]: [...list].sort() };
}
