import type { ArchyDocument, ArchyPath, ArchyValue } from "./types.ts";
import { getText, valueAt } from "./values.ts";

const ACTION_LISTS = new Set(["actions", "startUpTaskActions", "choices"]);

/**
 * A path as text: `/inboundCall/tasks/task[Main_10]/actions[2]`. Parts with a refId go by it, other items of lists by
 * their position; the key of an action or a choice at the end is left out where it has no refId.
 */
export function archyPathText(document: ArchyDocument, path: ArchyPath): string {
  let text = "";
  let value: ArchyValue | undefined = { [document.flowType]: document.body };
  for (let at = 0; at < path.length; at++) {
    const step = path[at] as string | number;
    value = valueAt(value, [step]);
    const item = path[at + 1];
    const body = typeof step === "number" && item !== undefined ? valueAt(value, [item]) : undefined;
    const refId = getText(body, "refId");
    if (refId !== undefined) {
      value = body;
      text += `/${item}[${refId}]`;
      at++;
    } else if (typeof step === "number") {
      text += `[${step}]`;
      if (at === path.length - 2 && ACTION_LISTS.has(String(path[at - 1]))) break;
    } else text += `/${step}`;
  }
  return text;
}
