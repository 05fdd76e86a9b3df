import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  actionOf,
  DiagnosticError,
  isDefinition,
  lift,
  parseArchy,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { flowFileSchema } from "../../../packages/architect/editor/flow-file-schema.ts";
import type { JsonSchema } from "../../../packages/architect/editor/json-schema.ts";
import { describeCorpus, fittingValue } from "../corpus.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const schema = flowFileSchema() as JsonSchema & { definitions: Record<string, JsonSchema> };
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** Every definition of the project and of the tests, by path. */
const definitions = ["flows", "test/architect/definition/flows"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => path.join(folder, file))
    .filter((file) => isDefinition(readFileSync(path.join(root, file), "utf8"))),
);

test.each(definitions)("%s fits the schema", (file) => {
  const fits = validate(parse(readFileSync(path.join(root, file), "utf8")));
  expect(fits ? null : validate.errors).toBeNull();
});

const wrong: [string, string, string][] = [
  ["a misspelt key", "inboundCall: A\nstat: a\nnodes: {a: {disconnect: {}}}", ""],
  ["no nodes", "inboundCall: A\nstart: a", ""],
  ["a misspelt action", "inboundCall: A\nnodes: {a: {playAudo: x}}", "/nodes/a"],
  ["a number for a text", "inboundCall: A\nnodes: {a: {playAudio: 5}}", "/nodes/a/playAudio"],
  ["a transition to a number", "inboundCall: A\nnodes: {a: {decision: =Flow.x, on: {yes: 5}}}", "/nodes/a/on/yes"],
  ["an unknown transition", "inboundCall: A\nnodes: {a: {decision: =Flow.x, on: {success: a}}}", "/nodes/a/on"],
  ["a key of another flow type", "commonModule: A\nnumbers: []\nnodes: {}", ""],
  ["no flow type", "nodes: {}", ""],
  ["a switch in an invalid form", "inboundCall: A\nnodes: {a: {switch: 5}}", "/nodes/a/switch"],
];

test.each(wrong)("%s does not", (_about, text, place) => {
  expect(validate(parse(text))).toBe(false);
  expect(validate.errors?.map((error) => error.instancePath)).toContain(place);
});

test("a per-environment value is valid where a number is required", () => {
  expect(validate(parse("inboundCall: A\nnodes: {a: {loop: {times: '${attempts}'}}}"))).toBe(true);
});

/** Every part of the schema that describes a key, by its place. */
function describedKeys(part: unknown, place: string): [string, JsonSchema][] {
  if (typeof part !== "object" || part === null) return [];
  const { properties, ...others } = part as JsonSchema;
  const own = Object.entries((properties ?? {}) as Record<string, unknown>).flatMap(([key, value]) =>
    typeof value === "object" ? [[`${place}/${key}`, value as JsonSchema] as [string, JsonSchema]] : [],
  );
  const below = [...own, ...Object.entries(others).map(([key, value]) => [`${place}/${key}`, value] as const)];
  return [...own, ...below.flatMap(([where, value]) => describedKeys(value, where))];
}

test("every key has a description", () => {
  const keys = describedKeys(schema, "");
  const silent = keys.filter(([, part]) => {
    const name = /^#\/definitions\/(.+)$/.exec(String(part["$ref"]))?.[1];
    return !(part["description"] ?? (name && schema.definitions[name]?.["description"]));
  });
  expect(keys.length).toBeGreaterThan(500);
  expect(silent.map(([place]) => place)).toEqual([]);
});

test("every place in the documentation that an explanation names exists", () => {
  const headings = readFileSync(path.join(root, "docs", "expressions.md"), "utf8").match(/^#+ .*$/gm) ?? [];
  const anchors = headings.map((line) => line.replace(/^#+ /, "").toLowerCase().replaceAll(" ", "-"));
  const named = [...JSON.stringify(schema).matchAll(/"see":"docs\/expressions\.md#([^"]+)"/g)].map(
    ([, anchor]) => anchor,
  );
  expect(named.length).toBeGreaterThan(150);
  expect(anchors).toEqual(expect.arrayContaining([...new Set(named)]));
});

/** A valid value for actions that need one. */
const bodies: Readonly<Record<string, string>> = {
  callData: "{action: A/B}",
  callDataSecure: "{action: A/B}",
  collectInput: "{digits: 1, into: Flow.x}",
  dataTableLookup: "{table: T, key: x}",
  decision: "=Flow.x",
  end: "completed",
  evaluateScheduleGroup: "Hours",
  getParticipantData: "{a: Flow.x}",
  loop: "{times: 3}",
  playAudio: "Hello",
  sendAutoReply: "Hello",
  sendResponse: "Hello",
  setParticipantData: "{a: b}",
  transferToAcd: "Sales",
  transferToFlow: "Other",
  transferToFlowSecure: "Other",
  updateData: "{Flow.x: 1}",
  wait: "{seconds: 5}",
};

/** Actions whose transitions this file or another one names. */
const NAMED_ELSEWHERE = ["callModule", "callTask", "menu", "switch", "use"];

const actionsOfNodes = Object.keys(schema.definitions["node"]?.["dependencies"] as object);

test.each(actionsOfNodes.filter((action) => !NAMED_ELSEWHERE.includes(action)))(
  "after %s the schema refuses the transitions that a check refuses",
  (action) => {
    // Where properties name transitions, the schema cannot know them.
    const open = actionOf(action)?.named !== undefined;
    for (const [after, code] of [
      ...(open ? [] : ([["on: {nonsense: b}", "unknown-transition"]] as const)),
      ["then: b", "then-not-possible"],
    ] as const) {
      const root = action === "end" ? "commonModule: A\nchannels: [inboundCall]" : "inboundCall: A";
      const text = `${root}\nstart: a\nnodes:\n  a: {${action}: ${bodies[action] ?? ""}, ${after}}\n  b: {disconnect: {}}\n`;
      expect([after, validate(parse(text))]).toEqual([after, !codesOf(text).includes(code)]);
    }
  },
);

test.each(actionsOfNodes.filter((action) => !NAMED_ELSEWHERE.includes(action) && !Object.hasOwn(bodies, action)))(
  "of %s the schema refuses the property that a check refuses",
  (action) => {
    const text = `inboundCall: A\nstart: a\nnodes: {a: {${action}: {nonsense: 1}}}\n`;
    expect(validate(parse(text))).toBe(!codesOf(text).includes("unknown-property"));
  },
);

function codesOf(text: string): string[] {
  try {
    toGraph(parseDefinition({ path: "a.yaml", text }, { values: {} }), { modules: () => undefined });
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code }) => code);
  }
}

describeCorpus(
  "what an export becomes",
  (exports) => {
    test.each(exports.map(({ file, text }) => [file, text] as const))("%s fits the schema", (file, text) => {
      const definition = written(text, file);
      const fits = definition === undefined || validate(parse(definition));
      expect(fits ? null : validate.errors).toBeNull();
    });
  },
  { standIn: fittingValue },
);

/** The definition of an export; undefined for an export that a definition cannot express. */
function written(text: string, file: string): string | undefined {
  try {
    return toDefinition(lift(parseArchy(text, { file })));
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

test("docs/flow-file.schema.json is up to date; else: npm run generate", () => {
  const written = readFileSync(path.join(root, "docs", "flow-file.schema.json"), "utf8");
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(flowFileSchema())));
});
