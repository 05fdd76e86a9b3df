import { type Check, finding } from "./findings.ts";

/** Top-level properties that hold an object: a null there is not the same as leaving it out (reference/archy.md §a). */
const OBJECTS = new Set(["initialGreeting", "supportedLanguages"]);

/** `initialGreeting: null` and its like, which Archy refuses. */
export const checkNulls: Check = ({ document, places }) =>
  Object.entries(document.body)
    .filter(([key, value]) => value === null && (OBJECTS.has(key) || key.startsWith("settings")))
    .map(([key]) =>
      finding(places, {
        code: "null-value",
        problem: "expected a object but got null",
        path: [document.flowType, key],
        explanation: `Leave '${key}' out, or give it a value such as {noValue: true}.`,
      }),
    );
