import { rootKeys, rootKeysOf } from "./actions/action-table.ts";
import { type Check, type Finding, finding } from "./findings.ts";

const MAX_NAME_LENGTH = 200;

/** One broken rule for flow names, with the code that `POST /flows` answers with. */
interface NameProblem {
  readonly code: string;
  readonly message: string;
}

/** What is wrong with a flow's name (reference/platform-api.md §3.2, reference/archy.md §a); empty for a valid name. */
export function nameProblems(name: string): NameProblem[] {
  const problems: NameProblem[] = [];
  const add = (code: string, message: string) =>
    problems.push({ code: `architect.flow.validate.failed${code}`, message });
  if (name.includes("/"))
    add(
      ".invalid.name.contains.slash",
      "Failed to validate flow due to invalid name.  Flow names must not contain forward slashes.",
    );
  if (/-debug$/i.test(name))
    add(
      ".invalid.name.contains.debug",
      "Failed to validate flow due to invalid name.  Flow names must not end with '-debug'.",
    );
  if (!/[\p{L}\p{N}]/u.test(name))
    add(
      ".invalid.name.no.alpha",
      "Failed to validate flow due to invalid name.  Names must contain at least one alphanumeric character.",
    );
  if (name.length > MAX_NAME_LENGTH)
    add("", `Failed to validate flow.  Names must not be longer than ${MAX_NAME_LENGTH} characters.`);
  return problems;
}

/** The flow's own name. */
export const checkName: Check = ({ document }) =>
  nameProblems(document.name).map(
    ({ code, message }): Finding => ({
      type: "Error",
      code,
      text: `${message} ('name' i '/${document.flowType}')`,
      explanation: `The flow's name is '${document.name}'.`,
    }),
  );

/** The division that the document names. */
export const checkDivision: Check = ({ document, places, organisation }) => {
  const name = document.body["division"];
  if (typeof name !== "string" || name === "" || organisation.named("division", name)) return [];
  return [
    finding(places, {
      code: "unknown-division",
      problem: "no matches",
      path: [document.flowType, "division"],
      explanation: `The organisation has no division '${name}'.`,
    }),
  ];
};

/** Top-level properties that hold an object: a null there is not the same as leaving it out (reference/archy.md §a). */
const OBJECTS = new Set(["initialGreeting", "supportedLanguages"]);

/** Nulls such as `initialGreeting: null`, which Archy refuses. */
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

/** Keys that newer exports have besides (reference/export-shapes.md). */
const NEWER = new Set(["referencedObjects", "trackingId"]);

/** Keys of a flow's logic, by type; `tasks` may be in any. */
const LOGIC = new Set(["menus", "states", "bots", "startUpTaskActions", "startUpState", "periodicState"]);

/**
 * Keys below the root key that neither the SDK nor any export has: Archy sets each by the SDK's property of its name
 * (reference/archy.md §d). Logic where flows of the type have none in exports, and keys of a type that no export shows, are warnings.
 */
export const checkRootKeys: Check = ({ document, places }) => {
  const known = rootKeysOf(document.flowType);
  const menus = (key: string): boolean => key === "menus" && known?.has("settingsMenu") === true;
  const foreign = (key: string): boolean => LOGIC.has(key) && known !== undefined && !known.has(key) && !menus(key);
  return Object.keys(document.body).flatMap((key) => {
    const path = [document.flowType, key];
    if (known !== undefined && !rootKeys.has(key) && !NEWER.has(key))
      return [
        finding(places, {
          ...{ code: "unknown-property", problem: "no matches", path },
          explanation: `No flow has '${key}' below its root key: neither the vendor's SDK nor any export has it.`,
        }),
      ];
    if (!foreign(key) && (rootKeys.has(key) || NEWER.has(key))) return [];
    return [
      finding(places, {
        ...{ type: "Warning", code: "unknown-property", problem: "could not be verified", path },
        explanation: `No known export of the type '${document.flowType}' has '${key}', so it cannot be checked here.`,
      }),
    ];
  });
};
