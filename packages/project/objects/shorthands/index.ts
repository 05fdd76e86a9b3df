import { emergencyGroupShorthand } from "./emergency-group.ts";
import type { Shorthand } from "./shorthand.ts";

/** The shorthand of a kind, where it has one. */
export const shorthands: Readonly<Record<string, Shorthand>> = {
  emergencyGroup: emergencyGroupShorthand,
};
