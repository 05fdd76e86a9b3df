import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackFlowConfigSchema } from "@genesys-flows/project";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { queueSettings } from "../../packages/architect/settings/index.ts";
import { configProperties } from "../../packages/platform/organisation/configuration.ts";
import { objectsJsonSchema, optionsJsonSchema } from "../../packages/project/documents.ts";
import { exportOptionsSchema } from "../../packages/project/reading/options.ts";
import { load, makeProject, removeProjects } from "./harness.ts";
import { exported } from "./samples.ts";

afterEach(removeProjects);

const page = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8");

/** The examples of the page, by the file that each one's first line names. */
const examples = Object.fromEntries(
  [...page.matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```/gm)].map(([, file = "", text = ""]) => [file, text]),
);

/** The flow of "values per environment" in docs/flow-files.md, which the example of a stack sets. */
const service = /^# flows\/inbound\/service.yaml\n([\s\S]*?)^```/m.exec(
  readFileSync(join(import.meta.dirname, "../../docs/flow-files.md"), "utf8"),
)?.[1] as string;

/** Keys that the first column of the page's tables names. */
const named = new Set(
  [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, k]) => k),
  ),
);

test("the examples of docs/configuration.md are a project without mistakes", async () => {
  const root = makeProject({
    ...examples,
    "flows/inbound/claims_v2-0.yaml": exported("Claims", '"{{claimsQueue}}"').replaceAll("en-us", "{{language}}"),
    "flows/inbound/service.yaml": service,
  });
  const project = await load(root);
  expect(project.queues).toEqual({
    Sales: { description: "New business and quotes", acwTimeoutMs: 30_000, acwWrapupPrompt: "MANDATORY_TIMEOUT" },
    Support: {},
  });
  expect(project.flows.map(({ key, numbers, settings: { onDrift } }) => ({ key, numbers, onDrift }))).toEqual([
    { key: "claims", numbers: ["+13175550120"], onDrift: undefined },
    { key: "service", numbers: [], onDrift: "overwrite" },
  ]);
});

const { flows } = stackFlowConfigSchema.shape;
const ofFlow = flows.unwrap().valueType.keyof().options;

test.each([
  ["queues", queueSettings.keyof().options],
  ["options of an export", exportOptionsSchema.keyof().options],
  ["a stack", stackFlowConfigSchema.keyof().options.map((key) => `genesys-flows:${key}`)],
  ["a flow of a stack", ofFlow.filter((key) => key !== "values" && key !== "substitutions")],
  ["the provider", Object.keys(configProperties).map((key) => `genesyscloud:${key}`)],
])("docs/configuration.md names every key of %s", (_, keys) => {
  expect([...named]).toEqual(expect.arrayContaining([...keys]));
});

describe("the schemas for editors", () => {
  const fits = (schema: object, text: string) => new Ajv({ strict: false }).validate(schema, parse(text));

  test("take the examples of the page", () => {
    expect(fits(objectsJsonSchema(), examples["flows/queues.yaml"] as string)).toBe(true);
    expect(fits(optionsJsonSchema(), examples["flows/inbound/claims.options.yaml"] as string)).toBe(true);
  });

  test.each([
    ["queues", objectsJsonSchema(), "queues: {Sales: {acwTimeoutMs: 3600001}}"],
    ["queues", objectsJsonSchema(), "queues: {Sales: {acwTimeout: 5000}}"],
    ["queues", objectsJsonSchema(), "queues: {Sales: {acwWrapupPrompt: NEVER}}"],
    ["options", optionsJsonSchema(), 'numbers: ["0815"]'],
    ["options", optionsJsonSchema(), "onDrift: ignore"],
    ["options", optionsJsonSchema(), "import: 1f2e"],
  ])("of %s do not take what the project refuses: %#", (_, schema, text) => {
    expect(fits(schema, text)).toBe(false);
  });
});
