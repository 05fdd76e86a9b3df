import type { Implementation } from "../environment.ts";
import { jsonOf, textOf } from "../text.ts";
import { EvaluationError, type Json, list, scalar, type Value } from "../values.ts";
import { textIn } from "./arguments.ts";

function jsonIn(value: Value | undefined): Json | undefined {
  if (value?.type === "json") return value.value;
  return value && jsonOf(value);
}

function objectIn(value: Value | undefined): Readonly<Record<string, Json>> {
  const json = jsonIn(value);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new EvaluationError("A JSON object is needed.");
  return json as Readonly<Record<string, Json>>;
}

/** The functions on JSON, as public flows use them (reference/expressions.md, "Functions newer than S1"). */
export const jsonFunctions: Readonly<Record<string, Implementation>> = {
  getjsonobjectproperty: (args) => {
    const name = textIn(args, 1);
    const object = objectIn(args[0]);
    return Object.hasOwn(object, name) ? scalar("json", object[name] as Json) : scalar("json");
  },
  getjsonobjectpropertynames: ([object]) =>
    list(
      "string",
      Object.keys(objectIn(object)).map((name) => scalar("string", name)),
    ),
  isjsonobject: ([value]) => {
    const json = jsonIn(value);
    return scalar("boolean", typeof json === "object" && json !== null && !Array.isArray(json));
  },
  jsonparse: (args) => {
    if (args[0]?.type !== "string" || args[0].value === undefined) return scalar("json");
    try {
      return scalar("json", JSON.parse(args[0].value) as Json);
    } catch {
      throw new EvaluationError("The text is not JSON.");
    }
  },
  setjsonobjectproperty: (args) => scalar("json", { ...objectIn(args[0]), [textIn(args, 1)]: jsonIn(args[2]) ?? null }),
  todisplaystring: ([value]) => scalar("string", value && textOf(value)),
  tojson: ([value]) => scalar("json", jsonIn(value)),
  tojsoncollection: ([value]) => {
    const json = jsonIn(value);
    if (!Array.isArray(json)) throw new EvaluationError("A list or a JSON array is needed.");
    return list(
      "json",
      json.map((item: Json) => scalar("json", item)),
    );
  },
};
