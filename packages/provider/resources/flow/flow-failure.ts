import { worded } from "../../api/worded.ts";
import type { Operation } from "../../engine/resource.ts";
import { Asset, type Properties } from "../../engine/values.ts";

/**
 * Does `work`; a failure of the platform comes with the flow, its key, the file that its document lies in, and what could
 * not be done.
 */
export function aboutFlow<Result>(
  of: { readonly operation: Operation; readonly properties: Properties; readonly cannot: string },
  work: () => Promise<Result>,
): Promise<Result> {
  return worded(({ message }) => {
    const { name, document } = of.properties;
    const known = typeof name === "string" ? ` '${name}'` : "";
    const file = document instanceof Asset && document.path !== undefined ? `, ${document.path}` : "";
    return `The flow${known} (key '${of.operation.urn.name}'${file}) could not be ${of.cannot}. ${message}`;
  }, work);
}
