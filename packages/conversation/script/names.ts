import { builtInNamed } from "@genesys-flows/architect/expression";
import { givenShape, hoursState, type NamedGroup, tableFailure } from "./given-schema.ts";

const VARIABLE = /^(Bot|Call|Chat|Email|Flow|Interaction|Message|Session|Survey|System|Workitem)\.[A-Za-z][\w.]*$/i;

/**
 * The group of an entry next to the fixed keys of `given`. The name of a platform variable is `Call.X`; the name of a
 * data action contains a `/`. Hours have a state; a data table has rows or a failure. The groups `variables`,
 * `dataActions`, `tables` and `hours` accept names that would otherwise be misread.
 * @returns undefined for a fixed key, and for an entry that fits no group
 */
export function groupOf(name: string, value: unknown): NamedGroup | undefined {
  if (Object.hasOwn(givenShape, name)) return undefined;
  if (VARIABLE.test(name)) return "variables";
  if (name.includes("/")) return "dataActions";
  if (hoursState.safeParse(value).success) return "hours";
  if (tableFailure.safeParse(value).success) return "tables";
  return typeof value === "object" && value !== null && !Array.isArray(value) ? "tables" : undefined;
}

/** Whether a name is a platform variable, or a property of one. */
export function isPlatformVariable(name: string): boolean {
  if (builtInNamed(name)) return true;
  const dot = name.lastIndexOf(".");
  const of = builtInNamed(name.slice(0, dot));
  if (!of) return false;
  return of.properties?.some((one) => one.toLowerCase() === name.slice(dot + 1).toLowerCase()) ?? of.type === undefined;
}
