import type { ArchyDocument, ArchyPath, ArchyValue } from "./types.ts";

const ACTION_LISTS = new Set(["actions", "startUpTaskActions"]);

/**
 * A path as text: `/inboundCall/tasks/task[Main_10]/actions[2]`. Parts with a refId go by it, other items of lists by
 * their position; the key of the action at the end is left out.
 */
export function archyPathText(document: ArchyDocument, path: ArchyPath): string {
  const shown = ACTION_LISTS.has(String(path.at(-3))) && typeof path.at(-2) === "number" ? path.slice(0, -1) : path;
  let text = "";
  let value: ArchyValue | undefined = { [document.flowType]: document.body };
  for (let at = 0; at < shown.length; at++) {
    const step = shown[at] as string | number;
    value = childOf(value, step);
    const item = shown[at + 1];
    const refId = typeof step === "number" && item !== undefined ? refIdOf(childOf(value, item)) : undefined;
    if (refId !== undefined) {
      value = childOf(value, item as string | number);
      text += `/${item}[${refId}]`;
      at++;
    } else text += typeof step === "number" ? `[${step}]` : `/${step}`;
  }
  return text;
}

function childOf(value: ArchyValue | undefined, step: string | number): ArchyValue | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return typeof value === "object" && value !== null ? value[String(step)] : undefined;
}

function refIdOf(value: ArchyValue | undefined): string | undefined {
  const refId = childOf(value, "refId");
  return typeof refId === "string" ? refId : undefined;
}
