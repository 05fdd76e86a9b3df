import { rootKeys, rootKeysOf } from "./actions/action-table.ts";
import type { Check, Problem } from "./findings.ts";

const MAX_NAME_LENGTH = 200;

/** Rules for flow names, each with the end of the error code and the message in the response to `POST /flows`. */
const NAME_RULES: readonly {
  readonly isBroken: (name: string) => boolean;
  readonly code: string;
  readonly message: string;
}[] = [
  {
    isBroken: (name) => name.includes("/"),
    code: ".invalid.name.contains.slash",
    message: "Failed to validate flow due to invalid name.  Flow names must not contain forward slashes.",
  },
  {
    isBroken: (name) => /-debug$/i.test(name),
    code: ".invalid.name.contains.debug",
    message: "Failed to validate flow due to invalid name.  Flow names must not end with '-debug'.",
  },
  {
    isBroken: (name) => !/[\p{L}\p{N}]/u.test(name),
    code: ".invalid.name.no.alpha",
    message: "Failed to validate flow due to invalid name.  Names must contain at least one alphanumeric character.",
  },
  {
    isBroken: (name) => name.length > MAX_NAME_LENGTH,
    code: "",
    message: `Failed to validate flow.  Names must not be longer than ${MAX_NAME_LENGTH} characters.`,
  },
];

/** The errors in a flow's name (reference/platform-api.md §3.2, reference/archy.md §a); empty for a valid name. */
export function nameProblems(name: string): { code: string; message: string }[] {
  return NAME_RULES.filter(({ isBroken }) => isBroken(name)).map(({ code, message }) => ({
    code: `architect.flow.validate.failed${code}`,
    message,
  }));
}

/** Checks the flow's own name. */
export const checkName: Check = ({ document: { name, flowType } }) =>
  nameProblems(name).map(({ code, message: problem }) => {
    return { code, problem, path: [flowType, "name"], explanation: `The flow's name is '${name}'.` };
  });

/** Checks the division in the document. */
export const checkDivision: Check = ({ document, organisation }) => {
  const name = document.body["division"];
  if (typeof name !== "string" || name === "" || organisation.named("division", name)) return [];
  const explanation = `The organisation has no division '${name}'.`;
  return [{ code: "unknown-division", problem: "no matches", path: [document.flowType, "division"], explanation }];
};

/**
 * Top-level properties that contain an object. Null does not mean the same as an omitted property (reference/archy.md
 * §a).
 */
const OBJECTS = new Set(["initialGreeting", "supportedLanguages"]);

/** Reports null values that Archy refuses, such as `initialGreeting: null`. */
export const checkNulls: Check = ({ document }) =>
  Object.entries(document.body)
    .filter(([key, value]) => value === null && (OBJECTS.has(key) || key.startsWith("settings")))
    .map(([key]) => ({
      code: "null-value",
      problem: "expected a object but got null",
      path: [document.flowType, key],
      explanation: `Omit '${key}', or give it a value such as {noValue: true}.`,
    }));

/** Keys that only newer exports have (reference/export-shapes.md). */
const NEWER = new Set(["referencedObjects", "trackingId"]);

/** Keys of a flow's logic. They depend on the flow's type, except `tasks`, which any type may contain. */
const LOGIC = new Set(["menus", "states", "bots", "startUpTaskActions", "startUpState", "periodicState"]);

/**
 * Reports keys below the root key that neither the SDK nor any export contains, because Archy sets each key with the
 * SDK's property of the same name (reference/archy.md §d). Logic that no export of the type contains, and keys of a
 * type without known exports, cause warnings.
 */
export const checkRootKeys: Check = ({ document: { flowType, body } }) => {
  const known = rootKeysOf(flowType);
  const menus = (key: string): boolean => key === "menus" && known?.has("settingsMenu") === true;
  const foreign = (key: string): boolean => LOGIC.has(key) && known !== undefined && !known.has(key) && !menus(key);
  return Object.keys(body).flatMap((key): Problem[] => {
    const code = "unknown-property";
    const path = [flowType, key];
    const exists = rootKeys.has(key) || NEWER.has(key);
    if (exists && !foreign(key)) return [];
    if (!exists && known !== undefined) {
      const explanation = `No flow has the property '${key}' under its root key: neither the vendor's SDK nor any known export contains it.`;
      return [{ code, problem: "no matches", path, explanation }];
    }
    const explanation = `No known export of the type '${flowType}' contains '${key}', so the embedded organisation cannot check it.`;
    return [{ type: "Warning", code, problem: "could not be verified", path, explanation }];
  });
};
