/** A map among the properties of a resource; empty for anything else. */
export function mapIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A text; undefined for anything else, such as what a preview does not know. */
export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value !== UNKNOWN ? value : undefined;
}

/** A map of texts, without what is not known. */
export function textsIn(value: unknown): Map<string, string> {
  return new Map(
    Object.entries(mapIn(value)).flatMap(([key, one]) => {
      const known = textIn(one);
      return known === undefined ? [] : [[key, known] as const];
    }),
  );
}

/** How an event log writes a value that a preview does not know (Pulumi's `plugin.UnknownStringValue`). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
