import { queueSettings } from "../../packages/architect/settings/index.ts";
import { stackEntries, stackFlowConfigSchema } from "../../packages/project/index.ts";
import { exportOptionsSchema } from "../../packages/project/reading/options.ts";
import { load, makeProject, removeProjects, textOfMistakes } from "./harness.ts";
import { exported, stack } from "./samples.ts";

afterEach(removeProjects);

const claims = { "flows/claims_v2-0.yaml": exported("Claims", "Claims") };
const options = (text: string) => ({ ...claims, "flows/claims.options.yaml": text });
const queues = (text: string) => ({ ...claims, "flows/queues.yaml": `queues: {Claims: ${text}}\n` });
const ofStack = (text: string) => ({
  ...claims,
  "Pulumi.test.yaml": stack(`genesys-flows:flows: {claims: ${text}}`),
});

const ofFlow = stackFlowConfigSchema.shape.flows.unwrap().valueType;

test.each([
  ["options of an export", options("nothing: 1\n"), [exportOptionsSchema]],
  ["a queue", queues("{nothing: 1}"), [queueSettings]],
  ["a stack", ofStack("{nothing: 1}"), [stackFlowConfigSchema, ofFlow]],
])("the hint names every key of %s", async (_, files, schemas) => {
  const hint = /hint: (.*)/.exec(await textOfMistakes(makeProject(files)))?.[1];
  for (const key of schemas.flatMap((schema): string[] => schema.keyof().options)) {
    expect(hint).toMatch(new RegExp(`\\b${key}\\b`));
  }
});

test.each([
  ["over 60 minutes of after-call work", queues("{acwTimeoutMs: 3600001}"), "a whole number from 1,000 to 3,600,000"],
  ["a queue's prompt", queues("{acwWrapupPrompt: NEVER}"), "one of `MANDATORY`, `OPTIONAL`, `MANDATORY_TIMEOUT`"],
  [
    "a number of 16 digits",
    options('numbers: ["+1234567890123456"]\n'),
    "a number in E.164 form (a plus sign and 4 to 15 digits",
  ],
  ["an earlier key that can be none", options("formerly: [a/b]\n"), "the key of a flow: at most 100 letters"],
  ["an empty id to take over", ofStack('{import: ""}'), "the id of the flow to take over"],
  ["an owner without a name", options('owner: " "\n'), "a team or an address"],
  [
    "levels by a path",
    { ...claims, "Pulumi.test.yaml": stack("genesys-flows:policyLevels: ../prod") },
    "the name of a file",
  ],
  ["an empty version", ofStack('{importedVersion: ""}'), 'a version in quotes: "1.0"'],
  ["a version that is no text", ofStack("{importedVersion: 1.0}"), 'a version in quotes: "1.0"'],
])("is refused: %s", async (_, files, expected) => {
  expect(await textOfMistakes(makeProject(files))).toContain(`expected ${expected}`);
});

test("after-call work of 60 minutes, and numbers of 4 and of 15 digits", async () => {
  const root = makeProject({
    ...options('numbers: ["+1317", "+123456789012345"]\n'),
    "flows/queues.yaml": "queues: {Claims: {acwTimeoutMs: 3600000}}\n",
  });
  const project = await load(root);
  expect(project.queues).toEqual({ Claims: { acwTimeoutMs: 3_600_000 } });
  expect(project.flows[0]?.numbers).toEqual(["+1317", "+123456789012345"]);
});

const wrongDate = "pin: {until: 2027-02-30, reason: The campaign ends}";
const definition = `inboundCall: Claims\n${wrongDate}\nstart: bye\nnodes: {bye: {disconnect: {}}}\n`;

test.each([
  ["a definition", { "flows/claims.yaml": definition }, "flows/claims.yaml:2:14"],
  ["the options of an export", options(`${wrongDate}\n`), "flows/claims.options.yaml:1:7"],
  [
    "a stack",
    { ...claims, "Pulumi.test.yaml": stack(`genesys-flows:flows:\n  claims:\n    ${wrongDate}`) },
    "Pulumi.test.yaml:4:13",
  ],
])("a pin that ends on no date is a mistake at its place in %s", async (_, files, place) => {
  const text = await textOfMistakes(makeProject(files));
  expect(text).toContain(place);
  expect(text).toContain("expected a date such as 2027-01-31");
});

test("the owner of a flow comes from its definition or its options, and from the stack over both", async () => {
  const root = makeProject({
    ...options("owner: Claims team\n"),
    "flows/bye.yaml": "inboundCall: Bye\nowner: voice@example.com\nstart: bye\nnodes: {bye: {disconnect: {}}}\n",
    "flows/night.yaml": "inboundCall: Night\nowner: Night desk\nstart: bye\nnodes: {bye: {disconnect: {}}}\n",
    "Pulumi.test.yaml": stack("genesys-flows:flows: {night: {owner: Operations}}"),
  });
  const { flows } = await load(root);
  expect(Object.fromEntries(flows.map(({ key, settings }) => [key, settings.owner]))).toEqual({
    claims: "Claims team",
    bye: "voice@example.com",
    night: "Operations",
  });
});

test("a setting of stacks alone is not an option of an export", async () => {
  expect(await textOfMistakes(makeProject(options("import: 1f2e\n")))).toContain("`import` is unknown here.");
});

test("an earlier key of a definition may have spaces, as a file's name may", async () => {
  const root = makeProject({
    "flows/a.yaml": "inboundCall: A\nformerly: [Front door]\nnodes: {bye: {disconnect: {}}}\nstart: bye\n",
  });
  expect((await load(root)).flows[0]?.formerly).toEqual(["Front door"]);
});

test("Pulumi reads an unquoted date as a time; the program gets the date that the stack's file has", () => {
  const pin = '{"claims":{"pin":{"until":"2027-01-31 00:00:00 +0000 UTC","reason":"The campaign"}}}';
  expect(stackEntries({ "genesys-flows:flows": pin, "genesys-flows:day": "2027-01-31 00:00:00 +0000 UTC" })).toEqual({
    flows: { claims: { pin: { until: "2027-01-31", reason: "The campaign" } } },
    day: "2027-01-31",
  });
});
