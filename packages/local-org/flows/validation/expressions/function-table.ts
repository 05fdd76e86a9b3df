import data from "./functions.json" with { type: "json" };

/**
 * What `functions.json` holds, by name: how many arguments a call has (`2`, `1,3`, `1+`) and the types of results, as the vendor's
 * table has them (`str`, `bln`); an empty text where the table does not have the function.
 */
export interface FunctionsFile {
  readonly functions: Readonly<Record<string, string>>;
}

/** A function as far as it is known. */
export interface FunctionRow {
  /** Its name as the vendor writes it. */
  readonly name: string;
  /** How many arguments it takes, in words: `2`, `1 or 3`, `at least 1`; undefined where that is not known. */
  readonly takes?: string;
  /** Whether a call may have so many arguments. */
  accepts(count: number): boolean;
  /** Types of results, as the vendor's table has them; empty where they are not known. */
  readonly returns: readonly string[];
}

let rows: ReadonlyMap<string, FunctionRow> | undefined;

/** A function by its name in any case; undefined for one that neither the vendor's table nor the list of newer ones has. */
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
