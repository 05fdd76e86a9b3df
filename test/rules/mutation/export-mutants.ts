import type { Mutant } from "./definition-mutants.ts";
import type { Json } from "./export-document.ts";

type Change = (value: Json) => Json;
type Body = { readonly [key: string]: Json };

/** Every single edit of a call in an export, and of the test that follows it. */
export function exportMutants(document: Json, call: string): Mutant<Json>[] {
  const edits: [string, Change, Change][] = [
    ["no outputs are bound", replaced("outputs", () => ({})), same],
    ["a fixed version", (body) => text(body, /"ver_latestPublished"/, '"ver_3_0"'), same],
    ["no test", same, () => null],
    ["no default", same, without("default")],
    ["an empty default", same, replaced("default", () => ({ actions: [] }))],
    ["a default that does nothing", same, replaced("default", () => ({ actions: [nothing] }))],
    ["a default that hangs up", same, replaced("default", () => ({ actions: [hangUp] }))],
    ["a default that calls again", same, replaced("default", () => ({ actions: [again] }))],
    ["the default does what the first case does", same, (test) => defaultAsCase(test)],
    ["the first case does nothing", same, (test) => withCase(test, [])],
    ["default and first case exchanged", same, (test) => exchanged(test)],
    ["another literal", same, (test) => inTests(test, (exp) => exp.replace(/"([^"]+)"(?=[^"]*$)/, '"$1x"'))],
    ["always true", same, (test) => inTests(test, () => "true")],
    [
      "a variable compared with itself",
      same,
      (test) => inTests(test, (exp) => exp.replace(/^(?:If\()?(?:Left\()?([\w.]+).*$/, "$1 == $1")),
    ],
    ["the opposite condition", same, (test) => inTests(test, (exp) => exp.replace("==", "!="))],
    ["no `yes`", same, atOutput("yes", [])],
    ["no `no`", same, atOutput("no", [])],
    ["a `no` that hangs up", same, atOutput("no", [hangUp])],
  ];
  const original = JSON.stringify(document);
  return edits.flatMap(([edit, onCall, onTest]) => {
    const flow = edited(document, call, onCall, onTest);
    return JSON.stringify(flow) === original ? [] : [{ edit, flow }];
  });
}

/** A task that leads back to the start of the task of the call. */
export const AGAIN = "Call again";
const again = { jumpToTask: { name: "Again", targetTaskRef: `/inboundCall/tasks/task[${AGAIN}]` } };
const nothing = { updateData: { name: "Nothing", statements: [] } };
const hangUp = { disconnect: { name: "Hang up" } };
const same: Change = (value) => value;

/** The document with other bodies for a call and for the decision or switch behind it; null leaves the test out. */
function edited(document: Json, call: string, onCall: Change, onTest: Change): Json {
  if (Array.isArray(document)) {
    const at = document.findIndex((one) => map(map(one)["callCommonModule"])["name"] === call);
    const tested = /^(switch|decision)$/.test(Object.keys(map(document[at + 1] ?? null))[0] ?? "");
    return document.flatMap((one, index) => {
      if (at >= 0 && index === at) return [onCall(one)];
      if (at < 0 || index !== at + 1 || !tested) return [edited(one, call, onCall, onTest)];
      const made = onTest(one);
      return made === null ? [] : [made];
    });
  }
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, edited(value, call, onCall, onTest)]));
}

/** Changes the outermost value of a key. */
function replaced(key: string, to: (value: Json) => Json): Change {
  const change: Change = (value) => {
    if (Array.isArray(value)) return value;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([own, inner]) => [own, own === key ? to(inner) : change(inner)]),
    );
  };
  return change;
}

function without(key: string): Change {
  return (value) =>
    JSON.parse(JSON.stringify(replaced(key, () => "\u0000")(value)), (_, inner) =>
      inner === "\u0000" ? undefined : inner,
    ) as Json;
}

function text(value: Json, from: RegExp, to: string): Json {
  return JSON.parse(JSON.stringify(value).replace(from, to)) as Json;
}

/** Changes the conditions, literals and subject of a test, not what its paths do. */
function inTests(test: Json, change: (exp: string) => string): Json {
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key === "actions") return [key, inner];
        return [key, key === "exp" && typeof inner === "string" ? change(inner) : walk(inner)];
      }),
    );
  };
  return walk(test);
}

function firstCase(test: Json): Json {
  let found: Json = [];
  replaced("cases", (cases) => {
    found = map(map(Array.isArray(cases) ? cases[0] : null)["case"])["actions"] ?? [];
    return cases;
  })(test);
  return found;
}

function defaultOf(test: Json): Json {
  let found: Json = [];
  replaced("default", (value) => {
    found = map(value)["actions"] ?? [];
    return value;
  })(test);
  return found;
}

function withCase(test: Json, actions: Json): Json {
  return replaced("cases", (cases) =>
    (Array.isArray(cases) ? cases : []).map((one, index) =>
      index === 0 ? { case: { ...map(map(one)["case"]), actions } } : one,
    ),
  )(test);
}

function defaultAsCase(test: Json): Json {
  return replaced("default", () => ({ actions: firstCase(test) }))(test);
}

function exchanged(test: Json): Json {
  const actions = defaultOf(test);
  return withCase(defaultAsCase(test), actions);
}

function atOutput(name: string, actions: Json): Change {
  return (test) => {
    const decision = map(map(test)["decision"]);
    if (Object.keys(decision).length === 0) return test;
    return { decision: { ...decision, outputs: { ...map(decision["outputs"]), [name]: { actions } } } };
  };
}

const map = (value: Json | undefined): Body =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
