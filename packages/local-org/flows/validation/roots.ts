import { rootKeys, rootKeysOf } from "./actions/action-table.ts";
import { type Check, finding } from "./findings.ts";

/** Keys that newer exports have besides (reference/export-shapes.md). */
const NEWER = new Set(["referencedObjects", "trackingId"]);

/** Where a flow's logic is. Flows of other types have these elsewhere; `tasks` may be in any. */
const LOGIC = new Set(["menus", "states", "bots", "startUpTaskActions", "startUpState", "periodicState"]);

/** Keys below the root key that no export has, and logic where flows of the type have none: a warning, since no record shows a refusal. */
export const checkRootKeys: Check = ({ document, places }) => {
  const known = rootKeysOf(document.flowType);
  const foreign = (key: string): boolean => LOGIC.has(key) && known !== undefined && !known.has(key) && !menus(key);
  const menus = (key: string): boolean => key === "menus" && known?.has("settingsMenu") === true;
  return Object.keys(document.body)
    .filter((key) => (!rootKeys.has(key) && !NEWER.has(key)) || foreign(key))
    .map((key) =>
      finding(places, {
        type: "Warning",
        code: "unknown-property",
        problem: "could not be verified",
        path: [document.flowType, key],
        explanation: `No export of the type '${document.flowType}' has '${key}'; what the platform makes of it is not known.`,
      }),
    );
};
