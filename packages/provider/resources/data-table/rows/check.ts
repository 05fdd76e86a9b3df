import type { CheckFailure } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { isMap, unknown } from "../../../engine/values.ts";
import { problemOf, valuesIn } from "../values.ts";
import { rowPath } from "./diff.ts";

const MOST_SHOWN = 20;

/** Errors in rows that do not depend on the table: the first few, and the number of other rows with errors. */
export function rowFailures({ rows }: Properties): CheckFailure[] {
  if (!isMap(rows)) return [];
  const failures = Object.entries(rows).flatMap(([key, text]): CheckFailure[] => {
    if (typeof text !== "string" || (text as unknown) === unknown) return [];
    const problem =
      key === "" ? "has no key" : (problemOf(text, ": the key of the entry is the row's key") ?? nestedIn(text));
    return problem === undefined ? [] : [{ property: rowPath(key), reason: problem }];
  });
  if (failures.length <= MOST_SHOWN) return failures;
  const more = failures.length - MOST_SHOWN;
  return [...failures.slice(0, MOST_SHOWN), { property: "rows", reason: `has errors in ${more} more rows` }];
}

/** Reports a value that is a list or a map: a column has one plain value per row. */
function nestedIn(text: string): string | undefined {
  const nested = Object.entries(valuesIn(text)).filter(([, value]) => typeof value === "object" && value !== null);
  return nested.length === 0 ? undefined : `'${nested[0]?.[0]}' must be a string, a number, true or false`;
}
