import { z } from "zod";

const fact = z.object({
  name: z.string(),
  symbol: z.string().nullable(),
  kind: z.enum(["function", "operator"]),
  overloads: z.array(
    z.object({
      parameters: z.array(z.object({ type: z.string(), notSet: z.boolean(), repeats: z.boolean().default(false) })),
      returns: z.string(),
    }),
  ),
});
const facts = z.object({ functions: z.array(fact) });

/**
 * The table of functions and operators that the kernel reads, from the facts on them (reference/expression-functions.json).
 * Each form is one text: `str?, int... -> str`, with the vendor's codes of types, `?` where NOT_SET is accepted, `...` where
 * the parameter repeats.
 */
export function functionTable(text: string): Readonly<Record<"functions" | "operators", Record<string, string[]>>> {
  const { functions } = facts.parse(JSON.parse(text));
  const table = { functions: {} as Record<string, string[]>, operators: {} as Record<string, string[]> };
  for (const { name, symbol, kind, overloads } of functions) {
    const forms = overloads.map(({ parameters, returns }) => {
      const taken = parameters.map(({ type, notSet, repeats }) => `${type}${notSet ? "?" : ""}${repeats ? "..." : ""}`);
      return `${taken.join(", ")} -> ${returns}`;
    });
    const rows = kind === "function" ? table.functions : table.operators;
    // The sign and the subtraction have one symbol.
    rows[kind === "function" ? name : name === "neg" ? "neg" : (symbol ?? name)] = [...new Set(forms)];
  }
  return table;
}
