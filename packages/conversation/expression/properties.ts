import type { Environment } from "./environment.ts";
import { EvaluationError, type Json, type Of, scalar, typeName, type Value } from "./values.ts";

const NAMED = [
  ...(["prompt", "queue", "skill", "languageSkill", "user", "group", "wrapupCode"] as const),
  ...(["schedule", "scheduleGroup", "emergencyGroup"] as const),
];

const isNamed = (value: Value): value is Of<(typeof NAMED)[number]> => NAMED.some((type) => type === value.type);

/**
 * A property of a value: of JSON (case-sensitive), a phone number, an amount or an address.
 * @throws EvaluationError when values of the type do not have the property
 */
export function propertyOf(object: Value, name: string, { assume }: Pick<Environment, "assume">): Value {
  const unknown = (): never => {
    throw new EvaluationError(`A value of type ${typeName(object)} has no property "${name}".`);
  };
  switch (object.type) {
    case "json":
      return ofJsonObject(object.value, name);
    case "currency": {
      if (name === "amount") return scalar("decimal", object.value?.amount, { places: 2 });
      return name === "code" ? scalar("string", object.value?.code) : unknown();
    }
    case "phoneNumber": {
      if (["isGlobal", "isSip", "isTel"].includes(name))
        return scalar("boolean", object.value?.[name as "isGlobal" | "isSip" | "isTel"]);
      const texts = ["dialingCode", "e164", "subscriberNumber", "raw", "scheme", "uri"] as const;
      const known = texts.find((text) => text === name);
      return known ? scalar("string", object.value?.[known]) : unknown();
    }
    case "emailAddress":
      return name === "id" || name === "name" ? scalar("string", object.value?.[name]) : unknown();
    default:
      if (!isNamed(object)) return unknown();
      if (name === "name") return scalar("string", object.value);
      if (name !== "id") return unknown();
      assume("ids-are-names");
      return scalar("string", object.value);
  }
}

function ofJsonObject(json: Json | undefined, name: string): Value {
  if (Array.isArray(json)) {
    return scalar("json", (json as readonly Json[])[Number(name)]);
  }
  if (typeof json !== "object" || json === null || !Object.hasOwn(json, name)) return scalar("json");
  const value = (json as Readonly<Record<string, Json>>)[name];
  return value === null ? scalar("json") : scalar("json", value);
}
