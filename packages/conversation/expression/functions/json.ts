import type { Implementation } from "../environment.ts";
import { jsonOf, textOf } from "../text.ts";
import { collection, EvaluationError, type Json, scalar, type Value } from "../values.ts";
import { textIn } from "./arguments.ts";

function jsonIn(value: Value | undefined): Json | undefined {
  if (value?.type === "json") return value.value;
  return value && jsonOf(value);
}

type JsonObject = Readonly<Record<string, Json>>;

const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

function objectIn(value: Value | undefined): JsonObject {
  const json = jsonIn(value);
  if (!isObject(json)) throw new EvaluationError("A JSON object is required.");
  return json;
}

/** The JSON functions, as used in public flows (reference/expressions.md, "Functions newer than S1"). */
export const jsonFunctions: Readonly<Record<string, Implementation>> = {
  getjsonobjectproperty: (args) => {
    const name = textIn(args, 1);
    const object = objectIn(args[0]);
    return Object.hasOwn(object, name) ? scalar("json", object[name] as Json) : scalar("json");
  },
  getjsonobjectpropertynames: ([object]) => collection("string", Object.keys(objectIn(object))),
  isjsonobject: ([value]) => scalar("boolean", isObject(jsonIn(value))),
  jsonparse: (args) => {
    if (args[0]?.type !== "string" || args[0].value === undefined) return scalar("json");
    try {
      return scalar("json", JSON.parse(args[0].value) as Json);
    } catch {
      throw new EvaluationError("The string is not valid JSON.");
    }
  },
  setjsonobjectproperty: (args) => scalar("json", { ...objectIn(args[0]), [textIn(args, 1)]: jsonIn(args[2]) ?? null }),
  todisplaystring: ([value]) => scalar("string", value && textOf(value)),
  tojson: ([value]) => scalar("json", jsonIn(value)),
  tojsoncollection: ([value]) => {
    const json = jsonIn(value);
    if (!Array.isArray(json)) throw new EvaluationError("A list or a JSON array is required.");
    return collection("json", json as Json[]);
  },
};
