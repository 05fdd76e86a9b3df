export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Body = { readonly [key: string]: Json };

/** An action that shows where it is. */
export const MARK: Json = { playAudio: { name: "mark", audio: { tts: "mark" } } };

/** The document with other actions on a path of the switch after a call: a case, or -1 for the default. */
export function withPath(
  document: Body,
  o: { call: string; path: number; actions: readonly Json[] },
): Body | undefined {
  let changed = false;
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) {
      const at = value.findIndex((one) => map(map(one)["callCommonModule"])["name"] === o.call);
      return value.map((one, index) => {
        const test = at >= 0 && index === at + 1 ? map(map(one)["switch"]) : {};
        if (Object.keys(test).length === 0) return walk(one);
        changed = true;
        const [tests, wrap] = testsOf(test);
        const cases = list(tests["cases"]).map((item, path) =>
          path === o.path ? { case: { ...map(map(item)["case"]), actions: o.actions } } : item,
        );
        return { switch: wrap({ ...tests, cases, ...(o.path < 0 && { default: { actions: o.actions } }) }) };
      });
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const made = walk(document) as Body;
  return changed ? made : undefined;
}

/** The cases of the switch after a call; none where no switch follows. */
export function casesOf(document: Json, call: string): readonly Json[] {
  if (Array.isArray(document)) {
    const at = document.findIndex((one) => map(map(one)["callCommonModule"])["name"] === call);
    const test = at < 0 ? {} : map(map(document[at + 1])["switch"]);
    if (at >= 0) return Object.keys(test).length > 0 ? list(testsOf(test)[0]["cases"]) : [];
    return document.flatMap((one) => casesOf(one, call));
  }
  return typeof document === "object" && document !== null
    ? Object.values(document).flatMap((one) => casesOf(one, call))
    : [];
}

/** The mapping of a switch with its cases and default, and the switch with another one. */
function testsOf(test: Body): [Body, (tests: Body) => Json] {
  const evaluate = map(test["evaluate"]);
  const [type, matched] = Object.entries(map(evaluate["firstMatch"]))[0] ?? [];
  const wrap = (inner: Json): Json => ({ ...test, evaluate: { ...evaluate, ...map(inner) } });
  return type === undefined
    ? [map(evaluate["firstTrue"]), (tests) => wrap({ firstTrue: tests })]
    : [map(matched), (tests) => wrap({ firstMatch: { [type]: tests } })];
}

/** The version that a call selects. */
export function versionOf(document: Json, call: string): string | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const own = map(map(document)["callCommonModule"]);
  if (own["name"] === call) return Object.keys(map(Object.values(map(own["commonModule"]))[0]))[0];
  return Object.values(document).reduce<string | undefined>((found, one) => found ?? versionOf(one, call), undefined);
}

/** A mapping; an empty one for anything else. */
export const map = (value: Json | undefined): Body =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
/** A list; an empty one for anything else. */
export const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
/** A text; an empty one for anything else. */
export const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
