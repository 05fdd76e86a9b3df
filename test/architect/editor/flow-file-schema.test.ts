import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { flowFileSchema, isDefinition } from "../../../packages/architect/index.ts";

const root = path.join(__dirname, "..", "..", "..");
const validate = new Ajv({ strict: false, allErrors: true }).compile(flowFileSchema());

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
  ["a way on to a number", "inboundCall: A\nnodes: {a: {decision: =Flow.x, on: {yes: 5}}}", "/nodes/a/on/yes"],
  ["a switch of no form", "inboundCall: A\nnodes: {a: {switch: 5}}", "/nodes/a/switch"],
];

test.each(wrong)("%s does not", (_about, text, place) => {
  expect(validate(parse(text))).toBe(false);
  expect(validate.errors?.map((error) => error.instancePath)).toContain(place);
});

test("a value of the environment may stand where a number is wanted", () => {
  expect(validate(parse("inboundCall: A\nnodes: {a: {loop: {times: '${attempts}'}}}"))).toBe(true);
});

test("docs/flow-file.schema.json is up to date; else: node packages/architect/scripts/json-schema.ts", () => {
  const written = readFileSync(path.join(root, "docs", "flow-file.schema.json"), "utf8");
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(flowFileSchema())));
});
