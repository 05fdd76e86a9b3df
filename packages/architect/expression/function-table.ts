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

type Forms = Record<string, string[]>;

/**
 * The kernel's table of functions, by category, and of operators, generated from the source data
 * (reference/expression-functions.json). Each form is one string: `str? text, int counts... -> str`, with the vendor's
 * type codes, `?` if NOT_SET is accepted, and `...` if the parameter repeats.
 */
export function functionTable(text: string): { functions: Record<string, Forms>; operators: Forms } {
  const table = { functions: {} as Record<string, Forms>, operators: {} as Forms };
  for (const { name, symbol, kind, category, overloads } of facts.parse(JSON.parse(text)).functions) {
    const forms = overloads.map(({ parameters, returns }) => {
      const taken = parameters.map((of) => `${of.type}${of.notSet ? "?" : ""} ${of.name}${of.repeats ? "..." : ""}`);
      return `${taken.join(", ")} -> ${returns}`;
    });
    // The sign and the subtraction operator have the same symbol, so the sign is listed by name.
    if (kind === "operator") table.operators[name === "neg" ? "neg" : (symbol ?? name)] = [...new Set(forms)];
    else table.functions[category] = { ...table.functions[category], [name]: [...new Set(forms)] };
  }
  return table;
}

const vectors = z.object({
  vectors: z.array(z.object({ function: z.string(), input: z.string(), output: z.string() })),
});

/**
 * An example of each function and operator, by name or symbol: an expression and its result. Uses the vendor's shortest
 * example without NOT_SET whose result is not an empty string (reference/expression-vectors.json).
 */
export function functionExamples(text: string): Record<string, readonly [expression: string, result: string]> {
  const examples: Record<string, readonly [string, string]> = {};
  const weight = (input: string, output: string) =>
    input.length + (input.includes("NOT_SET") ? 1000 : 0) + (output === '""' ? 500 : 0);
  for (const { function: name, input, output } of vectors.parse(JSON.parse(text)).vectors) {
    const known = examples[name];
    if (!known || weight(input, output) < weight(...known)) examples[name] = [input, output];
  }
  return examples;
}
