import type { FunctionsFile } from "../flows/validation/expressions/function-table.ts";

interface Overload {
  readonly parameters: readonly { readonly repeats?: boolean }[];
  readonly returns: string;
}

interface Facts {
  readonly functions: readonly {
    readonly name: string;
    readonly kind: string;
    readonly overloads: readonly Overload[];
  }[];
}

/**
 * The functions in `reference/expression-functions.json` and, without their arguments, the newer functions in the table
 * of `reference/expressions.md`, in the format of `functions.json`.
 */
export function extractFunctions({ facts, newer }: { readonly facts: string; readonly newer: string }): FunctionsFile {
  const { functions } = JSON.parse(facts) as Facts;
  const known = functions
    .filter(({ kind }) => kind === "function")
    .map(({ name, overloads }): [string, string] => {
      const returns = new Set(overloads.map((overload) => overload.returns));
      return [name, [countsOf(overloads), ...[...returns].sort()].join(" ")];
    });
  const names = new Set(known.map(([name]) => name.toLowerCase()));
  const added = newerNames(newer).filter((name) => !names.has(name.toLowerCase()));
  return { functions: Object.fromEntries([...known, ...added.map((name) => [name, ""])].sort(byName)) };
}

/**
 * Numbers of arguments: `2`, `1,3`, or `1+` if the last parameter of an overload repeats. No source states whether the
 * repeated parameter may be omitted. Here, omitting it is allowed.
 */
function countsOf(overloads: readonly Overload[]): string {
  const open = overloads.filter(({ parameters }) => parameters.at(-1)?.repeats);
  const least = Math.min(...open.map(({ parameters }) => Math.max(1, parameters.length - 1)));
  const counts = new Set(overloads.map(({ parameters }) => parameters.length).filter((count) => count < least));
  return [...[...counts].sort((a, b) => a - b), ...(open.length > 0 ? [`${least}+`] : [])].join(",");
}

/**
 * Names in the table of newer functions, except rows whose source is called unconfirmed: `MakeList` from `` |
 * `MakeList(…)`, … ``.
 */
function newerNames(text: string): string[] {
  const [, section = ""] = /^## Functions newer than .*\n([\s\S]*?)^## /m.exec(text) ?? [];
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `") && !line.trimEnd().endsWith("| unconfirmed |"))
    .flatMap((line) =>
      [...(line.split("|")[1] ?? "").matchAll(/`([A-Z]\w+)(?:\([^`]*\))?`/g)].map(([, name]) => name as string),
    );
}

function byName([a]: readonly string[], [b]: readonly string[]): number {
  return (a as string).localeCompare(b as string, "en");
}
