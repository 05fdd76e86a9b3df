import { type ActionInfo, actionOf, nodeActions } from "../archy/actions/index.ts";
import { menuChoicesActions } from "../archy/actions/menu-choices.ts";
import { EVERYWHERE } from "../archy/property-problems.ts";
import { shorthands } from "../definition/actions/table.ts";
import { jumps, ownKinds } from "../definition/node-action.ts";
import { oneOf, requiring } from "./alternatives.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import { propertySchema } from "./property-schema.ts";
import { transitionsText } from "./transitions-schema.ts";
import { writtenOut } from "./zod-schema.ts";

/** All action keys of a node: the language's own kinds, and Architect's actions except jumps. */
export function actionKeys(): string[] {
  const ofMenus = new Set<string>(menuChoicesActions.map(({ key }) => key));
  return [...ownKinds.keys(), ...nodeActions().filter((key) => !jumps.has(key) && !ofMenus.has(key))];
}

export function bodySchema(key: string): JsonSchema {
  const own = ownKinds.get(key);
  const shorthand = shorthands.get(key);
  const written = own ?? shorthand?.schema;
  const info = actionOf(key);
  if (!written) return { title: key, description: aboutAction(key, info), ...plainBody(info) };
  const { description, ...schema } = writtenOut(written);
  const body = own ? schema : oneOf([withProperties(schema, info, shorthand?.writes ?? []), OWN]);
  const about = { title: key, description: `${String(description)}. ${transitionsText(key)}` };
  return { ...about, ...body };
}

/**
 * The value that an editor inserts when it completes the action of a node: a string if the short form is a string,
 * otherwise the required keys or `{}`.
 */
export function offerSchema(key: string): JsonSchema {
  const { description, type, properties = {}, additionalProperties, anyOf, allOf } = requiring(bodySchema(key));
  const types = [type ?? "object"].flat();
  if (types.some((name) => name !== "object" && name !== "null")) return { type: "string", description };
  const [said] = (allOf ?? []) as { else?: { required?: string[] } }[];
  const keys = said?.else?.required ?? [];
  if (keys.length > 0) {
    const body = Object.fromEntries(keys.map((name, index) => [name, `$${index + 1}`]));
    return { type: "object", description, defaultSnippets: [{ label: keys.join(", "), body }] };
  }
  const others = Object.entries(properties as JsonSchema).filter(([name, of]) => name !== "archy" && of !== true);
  const hasNoProperties = others.length === 0 && typeof additionalProperties !== "object" && anyOf === undefined;
  const snippet = hasNoProperties ? { defaultSnippets: [{ label: "{}", body: "{}" }] } : {};
  return { type: "object", description, ...snippet };
}

/** Archy's own properties of an action, unchanged. */
const OWN: JsonSchema = {
  type: "object",
  properties: { archy: refTo("ownProperties") },
  required: ["archy"],
  additionalProperties: false,
};

function plainBody(info: ActionInfo | undefined): JsonSchema {
  const type = ["object", "null"];
  if (!info) return { type };
  const names = Object.keys(info.properties);
  const properties = Object.fromEntries(names.map((name) => [name, propertySchema(info, name)]));
  const own = { archy: refTo("ownProperties"), ...besideProperties(info) };
  return { type, properties: { ...properties, ...own }, ...closed(info) };
}

/**
 * Forbids unknown properties if the action was seen in exports, because all its properties are then known
 * (unknown-property).
 */
function closed({ inferred }: ActionInfo): JsonSchema {
  return inferred ? {} : { additionalProperties: false };
}

/** Keys that a closed mapping accepts in addition to its properties. */
function besideProperties({ inferred }: ActionInfo): Record<string, true> {
  return inferred ? {} : Object.fromEntries([...EVERYWHERE].map((key) => [key, true as const]));
}

/** A mapping with the properties of the action table in addition to its own keys. Other keys are allowed. */
function withProperties(form: JsonSchema, info: ActionInfo | undefined, written: readonly string[]): JsonSchema {
  const isOpen = [form["type"]].flat().includes("object") && form["additionalProperties"] === undefined;
  if (!isOpen || !info) return form;
  const own = (form["properties"] ?? {}) as JsonSchema;
  const others = Object.keys(info.properties).filter((name) => !written.includes(name) && !Object.hasOwn(own, name));
  const properties = Object.fromEntries(others.map((name) => [name, propertySchema(info, name)]));
  return { ...form, properties: { ...besideProperties(info), ...own, ...properties }, ...closed(info) };
}

function aboutAction(key: string, info: ActionInfo | undefined): string {
  const words = key.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  const lower = words.replace(/\b[A-Z](?=[a-z]|\b)/g, (letter) => letter.toLowerCase());
  const title = `${lower.charAt(0).toUpperCase()}${lower.slice(1)}`;
  const seen = info?.inferred
    ? "Not seen in any export: the properties come from the vendor's SDK"
    : `Seen in exports of ${[...(info?.observedIn ?? [])].sort().join(", ")}`;
  return `${title}. ${transitionsText(key)} ${seen}`;
}
