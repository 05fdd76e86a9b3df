import { builtInNamed } from "@genesys-flows/architect/expression";
import { givenShape, hoursState, type NamedGroup, tableFailure } from "./given-schema.ts";

const VARIABLE = /^(Bot|Call|Chat|Email|Flow|Interaction|Message|Session|Survey|System|Workitem)\.[A-Za-z][\w.]*$/i;

/**
 * The kind of a name next to the fixed keys of `given`: a platform variable is `Call.X`, a data action contains a `/`,
 * hours have a state, a data table has rows or a failure. The groups `variables`, `dataActions`, `tables` and `hours`
 * accept names that would otherwise be misread.
 * @returns undefined for a fixed key, and for a value that fits none of them
 */
export function groupOf(name: string, value: unknown): NamedGroup | undefined {
  if (Object.hasOwn(givenShape, name)) return undefined;
  if (VARIABLE.test(name)) return "variables";
  if (name.includes("/")) return "dataActions";
  if (hoursState.safeParse(value).success) return "hours";
  if (tableFailure.safeParse(value).success) return "tables";
  return typeof value === "object" && value !== null && !Array.isArray(value) ? "tables" : undefined;
}

/** Whether the platform has a variable, or the property of a variable. */
export function isPlatformVariable(name: string): boolean {
  if (builtInNamed(name)) return true;
  const dot = name.lastIndexOf(".");
  const of = builtInNamed(name.slice(0, dot));
  if (!of) return false;
  return of.properties?.some((one) => one.toLowerCase() === name.slice(dot + 1).toLowerCase()) ?? of.type === undefined;
}
