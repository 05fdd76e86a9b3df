/** The value of a resource property as a map; empty if it is not a map. */
export function mapIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The value as a non-empty string; undefined for any other value, such as a value that a preview does not know. */
export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value !== UNKNOWN ? value : undefined;
}

/** The string entries of a map, without unknown values. */
export function textsIn(value: unknown): Map<string, string> {
  return new Map(
    Object.entries(mapIn(value)).flatMap(([key, one]) => {
      const known = textIn(one);
      return known === undefined ? [] : [[key, known] as const];
    }),
  );
}

/** Placeholder in an event log for a value that a preview does not know (Pulumi's `plugin.UnknownStringValue`). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
