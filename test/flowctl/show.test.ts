import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

const project = (stack = "config: {genesyscloud:region: local}\n") =>
  makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": stack,
    "flows/modules/check.yaml": `commonModule: Check caller
channels: [inboundCall]
inputs: {attempts: integer}
outputs: {customer: string}
outcomes: [known, unknown]
start: any
nodes:
  any: {decision: =Common.attempts > 1, on: {yes: known, no: unknown}}
  known: {end: known}
  unknown: {end: unknown}
`,
    "flows/sales.yaml": `inboundCall: Sales
numbers: ["+13175550100"]
onFault: {say: "We are sorry.", then: disconnect}
start: check
nodes:
  check: {callModule: check, on: {known: bye, unknown: bye, error: bye}}
  bye: {disconnect: {}}
`,
  });

test("offline: the interface of a module and its callers by the source, and that nobody was asked", async () => {
  for (const name of ["check", "Check caller", "flows/modules/check.yaml"]) {
    const { code, out } = await commandLine(project(), "show", name, "--offline");
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "Check caller  commonModule, check, flows/modules/check.yaml",
        "The organisation was not read: --offline was given.",
        "",
        "interface",
        "---------  ---------------------",
        "inputs     attempts integer",
        "outputs    customer string",
        "outcomes   known, unknown, error",
        "serves     inboundCall",
        "",
        "called by  file",
        "---------  ----------------",
        "Sales      flows/sales.yaml",
        "",
      ].join("\n"),
    );
  }
});

test("an organisation that cannot be asked: the source is shown, with the reason, and the command fails", async () => {
  const root = project(
    "config: {genesyscloud:region: eu-central-1, genesyscloud:organizationId: 00000000-0000-0000-0000-000000000001}\n",
  );
  const { code, out } = await commandLine(root, "show", "sales");
  expect(code).toBe(1);
  expect(out).toMatch(/^The organisation was not read: .*GENESYSCLOUD_OAUTHCLIENT_ID/m);
  expect(out).toContain("numbers: +13175550100\ncalls: Check caller\n");
});

test("a flow that the embedded organisation does not have yet, as JSON", async () => {
  const { code, out } = await commandLine(project(), "show", "check", "--format", "json");
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    {
      stack: "dev",
      source: { key: "check", interface: { outcomes: ["known", "unknown", "error"], callers: [{ key: "sales" }] } },
      live: { asked: true, callers: [], unknown: [] },
    },
  ]);
});

test("wrong use", async () => {
  expect(await commandLine(project(), "show", "chek", "--offline")).toMatchObject({
    code: 2,
    err: "The project has no flow 'chek'. Did you mean 'check'?\n",
  });
  expect((await commandLine(project(), "show", "check", "--format", "xml")).code).toBe(2);
});
