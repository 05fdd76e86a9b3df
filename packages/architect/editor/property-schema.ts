import { z } from "zod";
import type { ActionInfo } from "../archy/actions/index.ts";
import { type Encoding, encodingOf } from "../definition/properties.ts";
import { duration, expression, flag, objectName, text, wrapper } from "../definition/vocabulary.ts";
import { type JsonSchema, refTo, suggesting } from "./json-schema.ts";
import { schemaOf } from "./zod-schema.ts";

interface ValueKind {
  readonly about: string;
  /** Name of the schema under `definitions`. Default: `value`, which accepts anything. */
  readonly name?: string;
}

/** Data types about which an editor can show more than the name. */
const byType: Readonly<Record<string, ValueKind>> = {
  boolean: { about: "true, false or an =expression", name: "boolean" },
  integer: { about: "A whole number or an =expression", name: "integer" },
  decimal: { about: "A number or an =expression", name: "decimal" },
  duration: { about: "A duration such as {seconds: 10}, or an =expression", name: "timeSpan" },
  string: { about: "Text or an =expression" },
  text: { about: "One of Architect's own keywords", name: "plainText" },
  flag: { about: "true or false", name: "plainFlag" },
  value: { about: "A value or an =expression" },
  communication: { about: "What a bot says: text or an =expression" },
  taskRef: { about: "Archy's reference to a task", name: "plainText" },
  menuRef: { about: "Archy's reference to a menu", name: "plainText" },
  stateRef: { about: "Archy's reference to a state", name: "plainText" },
};

const byEncoding: Readonly<Partial<Record<Encoding, ValueKind>>> = {
  audio: { about: "Audio: text to speak, {prompt: Prompt.Name} or an =expression", name: "audio" },
  bindings: { about: "Outputs of the action: a name -> a variable", name: "bindings" },
};

/** Schemas of these kinds of values, by name under `definitions`. In an Architect property, null means no value. */
export function valueKinds(): Record<string, JsonSchema> {
  const none = z.null();
  return {
    boolean: schemaOf(z.union([flag, none], "expected true, false or an =expression")),
    integer: schemaOf(z.union([z.int(), expression, wrapper, none], "expected a whole number or an =expression")),
    decimal: schemaOf(z.union([z.number(), expression, wrapper, none], "expected a number or an =expression")),
    timeSpan: schemaOf(z.union([duration, none], "expected a duration such as {seconds: 10}, or an =expression")),
    audio: schemaOf(z.union([text, none])),
    namedObject: schemaOf(z.union([objectName, none])),
    plainText: schemaOf(z.string()),
    plainFlag: schemaOf(z.boolean()),
    bindings: { type: "object" },
  };
}

export function propertySchema({ key, properties, references, words: wordsOf }: ActionInfo, name: string): JsonSchema {
  const type = properties[name] ?? "value";
  const reference = references.find(({ property, only }) => property === name && (only ?? key) === key);
  const encoding = encodingOf(key, name);
  const words = wordsOf[name] ?? [];
  if (reference && (encoding === "named" || encoding === "reference")) {
    const other = encoding === "named" ? ", or an =expression" : "";
    return { ...refTo("namedObject"), description: `Name of the ${inWords(type)}${other}` };
  }
  const kind = byEncoding[encoding] ?? byType[type];
  const description = kind?.about ?? `In Architect's own format: ${inWords(type)}`;
  // Next to a `$ref`, only descriptions are evaluated.
  if (words.length > 0) return { type: "string", description, ...suggesting(words) };
  return { ...refTo(kind?.name ?? "value"), description };
}

/** Turns `inqueueFlow` into readable words. */
function inWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
