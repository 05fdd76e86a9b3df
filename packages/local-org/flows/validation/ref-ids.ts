import { type AddressedItem, flowTypes } from "@genesys-flows/architect";
import { documentPointers } from "../document/pointers.ts";
import { type Check, type Finding, finding } from "./findings.ts";

/** Lists whose parts are identified by a refId, and whether Architect refuses two parts of one name. */
const LISTS: Readonly<Record<string, "refused" | "unknown" | "allowed">> = {
  menus: "refused",
  tasks: "refused",
  states: "unknown",
  bots: "unknown",
  choices: "allowed",
};

/**
 * Parts that cannot be distinguished. A refId is what "specifies the item within the array" (Archy's lesson 4A, "Absolute
 * references"): no two of one type have the same. "Another menu/task has the same name" is a recorded error of the
 * validation (MakingChatbots/genesys-cloud-plugins, gotchas, "Default objects").
 */
export const checkDuplicates: Check = ({ places }) => {
  const seen = new Map<string, AddressedItem>();
  return places.items.flatMap((item) => {
    const list = item.path.slice(0, -2);
    const kind = Object.hasOwn(LISTS, String(list.at(-1))) ? LISTS[String(list.at(-1))] : undefined;
    if (kind === undefined) return [];
    const { refId, name } = item.body;
    const at = `${list.join("/")}/${item.type}`;
    return [
      ...(typeof refId === "string" && again(`${at} refId ${refId}`, item) ? [sameRefId(item, refId)] : []),
      ...(kind !== "allowed" && typeof name === "string" && again(`${at} name ${name}`, item)
        ? [sameName(item, name, kind)]
        : []),
    ];
  });

  function again(key: string, item: AddressedItem): boolean {
    if (seen.has(key)) return true;
    seen.set(key, item);
    return false;
  }
  function sameRefId({ type, path }: AddressedItem, refId: string): Finding {
    return finding(places, {
      code: "duplicate-ref-id",
      problem: `Another ${type} has the same reference id '${refId}'`,
      path: [...path, "refId"],
      explanation: "A reference to it would be ambiguous. Give one of them another refId.",
    });
  }
  function sameName({ type, path }: AddressedItem, name: string, kind: "refused" | "unknown"): Finding {
    return finding(places, {
      type: kind === "refused" ? "Error" : "Warning",
      code: "duplicate-name",
      problem: `Another ${type} has the same name`,
      path: [...path, "name"],
      explanation: `Two of them have the name '${name}'.`,
    });
  }
};

/** `startUpRef`, `targetTaskRef`, `targetMenuRef`, `targetStateRef`, ... that lead nowhere, and a start that is missing. */
export const checkPointers: Check = ({ document, places }) => {
  const dangling = documentPointers(document, places)
    .filter((pointer) => !places.itemAt(pointer.target))
    .map((pointer) =>
      finding(places, {
        code: "dangling-reference",
        problem: "no matches",
        path: pointer.path,
        explanation: `Nothing in this flow has the address '${pointer.value}'.`,
      }),
    );
  if (flowTypes[document.flowType].startUp !== "ref" || typeof document.body["startUpRef"] === "string")
    return dangling;
  return [
    finding(places, {
      code: "missing-start",
      problem: "required property missing",
      path: [document.flowType, "startUpRef"],
      explanation: "A flow of this type must name the menu, task or state that it starts with.",
    }),
    ...dangling,
  ];
};
