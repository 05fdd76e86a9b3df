import data from "./functions.json" with { type: "json" };

/**
 * The content of `functions.json`, by name: the number of arguments (`2`, `1,3`, `1+`) and the types of results, as in
 * the vendor's table (`str`, `bln`); an empty string for a function that is not in the table.
 */
export interface FunctionsFile {
  readonly functions: Readonly<Record<string, string>>;
}

/** The known facts about a function. */
export interface FunctionRow {
  /** The name in the vendor's spelling. */
  readonly name: string;
  /** The number of arguments in words: `2`, `1 or 3`, `at least 1`; undefined if unknown. */
  readonly takes?: string;
  /** Whether a call may have this number of arguments. */
  accepts(count: number): boolean;
  /** Types of results, as in the vendor's table; empty if unknown. */
  readonly returns: readonly string[];
}

let rows: ReadonlyMap<string, FunctionRow> | undefined;

/**
 * A function by its name, ignoring case; undefined if neither the vendor's table nor the list of newer functions
 * contains it.
 */
export function functionRow(name: string): FunctionRow | undefined {
  rows ??= new Map(
    Object.entries((data as FunctionsFile).functions).map(([key, text]) => [key.toLowerCase(), row(key, text)]),
  );
  return rows.get(name.toLowerCase());
}

function row(name: string, text: string): FunctionRow {
  const [counts = "", ...returns] = text.split(" ");
  if (counts === "") return { name, accepts: () => true, returns: [] };
  const each = counts.split(",");
  return {
    name,
    takes: each.map((count) => (count.endsWith("+") ? `at least ${count.slice(0, -1)}` : count)).join(" or "),
    accepts: (given) =>
      each.some((count) => (count.endsWith("+") ? given >= Number(count.slice(0, -1)) : given === Number(count))),
    returns,
  };
}
