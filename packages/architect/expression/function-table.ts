import { z } from "zod";

const fact = z.object({
  name: z.string(),
  symbol: z.string().nullable(),
  kind: z.enum(["function", "operator"]),
  category: z.string(),
  overloads: z.array(
    z.object({
      parameters: z.array(
        z.object({ name: z.string(), type: z.string(), notSet: z.boolean(), repeats: z.boolean().default(false) }),
      ),
      returns: z.string(),
    }),
  ),
});
const facts = z.object({ functions: z.array(fact) });

/** Forms of functions or operators by their names. */
type Forms = Record<string, string[]>;

/**
 * The table of functions, by category, and operators that the kernel reads, from the facts on them
 * (reference/expression-functions.json). Each form is one text: `str? text, int counts... -> str`, with the vendor's codes of
 * types, `?` where NOT_SET is accepted, `...` where the parameter repeats.
 */
export function functionTable(text: string): { functions: Record<string, Forms>; operators: Forms } {
  const table = { functions: {} as Record<string, Forms>, operators: {} as Forms };
  for (const { name, symbol, kind, category, overloads } of facts.parse(JSON.parse(text)).functions) {
    const forms = overloads.map(({ parameters, returns }) => {
      const taken = parameters.map((of) => `${of.type}${of.notSet ? "?" : ""} ${of.name}${of.repeats ? "..." : ""}`);
      return `${taken.join(", ")} -> ${returns}`;
    });
    // The sign and the subtraction have one symbol.
    if (kind === "operator") table.operators[name === "neg" ? "neg" : (symbol ?? name)] = [...new Set(forms)];
    else table.functions[category] = { ...table.functions[category], [name]: [...new Set(forms)] };
  }
  return table;
}
