import { flowTypes } from "@genesys-flows/architect";
import { documentPointers } from "../document/pointers.ts";
import { type Check, finding } from "./findings.ts";

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
      explanation: "A flow of this type names the menu, task or state that it starts with.",
    }),
    ...dangling,
  ];
};
