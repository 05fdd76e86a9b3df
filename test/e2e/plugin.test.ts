import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { goEnvironment, goFlags } from "@genesys-flows/wrapper/cli/build-cli";
import { pulumiVersion } from "@genesys-flows/wrapper/cli/installed-cli";
import { inCheckout } from "../harness/checkout.ts";
import { handlerAndCaller, organisation } from "./fixtures/contact-centre.ts";
import { changes } from "./harness/assertions.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

// The language host of YAML is compiled once per checkout.
jest.setTimeout(15 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const CALLER = "flows/inbound/sales.yaml";

/** The program of the page, and the same in the language that the toolchain runs, without anything of the product in its process. */
const page = readFileSync(inCheckout("docs", "other-languages.md"), "utf8");
const yaml = /```yaml\n# Pulumi\.yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const node = yaml.slice(0, yaml.indexOf("resources:")).replace("runtime: yaml", "runtime: nodejs\nmain: program.mjs");
const PROGRAM = `import pulumi from "@pulumi/pulumi";
const component = (type, name, inputs) =>
  new pulumi.ComponentResource("genesys-flows:index:" + type, name, { key: undefined, flowId: undefined, ...inputs }, {}, true);
class Queue extends pulumi.CustomResource {}
const queue = new Queue("genesyscloud:index/routingQueue:RoutingQueue", "queue", { name: "Sales" });
const errors = component("SharedModule", "errors", { definition: "${MODULE}" });
const sales = component("InboundFlow", "sales", {
  definition: "${CALLER}",
  modules: { "common-error-handler": errors.key },
  references: { "queue:Sales": queue.id },
  numbers: ["+13175550100"],
});
export const salesId = sales.flowId;
`;

const hasGo = spawnSync("go", ["version"]).status === 0;

/** Puts Pulumi's host for YAML on PATH, where the CLI looks for it. */
function buildYamlHost(): void {
  const folder = inCheckout(".genesys", "cache", "yaml-host");
  const host = path.join(folder, "pulumi-language-yaml");
  const args = [
    "build",
    ...goFlags(pulumiVersion()).common,
    "-o",
    host,
    "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  ];
  const options = {
    cwd: inCheckout("toolchain", "pulumi-language-yaml"),
    env: goEnvironment(),
    encoding: "utf8",
  } as const;
  const { status, stderr } = spawnSync("go", args, options);
  if (status !== 0) throw new Error(stderr);
  process.env["PATH"] = [folder, process.env["PATH"]].join(path.delimiter);
}

describe.each([
  ["Node, without the product in the program", node, true],
  ["YAML, with Pulumi's language host", yaml, hasGo],
] as const)("the components in %s", (_, project, isHere) => {
  const step = isHere ? test : test.skip;
  let workspace: Workspace;

  beforeAll(async () => {
    if (!isHere) return;
    if (project === yaml) buildYamlHost();
    workspace = await createWorkspace({
      flows: handlerAndCaller,
      organisation,
    });
    workspace.write("Pulumi.yaml", project.replace("name: contact-centre", "name: genesys-flows"));
    workspace.write("program.mjs", PROGRAM);
  });
  afterAll(() => workspace?.dispose());

  step("are published, module first, with the number", async () => {
    await workspace.up();
    const platform = await workspace.organisation();
    const { id } = await platform.flow("Sales");
    expect(await platform.versions()).toEqual({ "Common error handler": "1.0", Sales: "1.0" });
    expect((await platform.modulesHeld("Sales")).map(({ version }) => version)).toEqual(["1.0"]);
    expect(await platform.ivrs()).toEqual({ Sales: { numbers: ["+13175550100"], flowId: id } });
    expect((await workspace.outputs<{ salesId: string }>()).salesId).toBe(id);
    expect(changes(await workspace.preview())).toEqual({});
  });

  step("a changed module publishes its caller again", async () => {
    workspace.edit(MODULE, "later", "tomorrow");
    expect(changes(await workspace.up())).toEqual({ errors: "update", sales: "update" });
    const platform = await workspace.organisation();
    expect((await platform.modulesHeld("Sales")).map(({ version }) => version)).toEqual(["2.0"]);
  });

  step("a violation stops the preview, with its place", async () => {
    workspace.edit(CALLER, "{completed: goodbye, error: goodbye}", "{completed: goodbye}");
    const { output } = await workspace.previewRefused();
    expect(output).toMatch(/flows\/inbound\/sales\.yaml:\d+:\d+ error module-call-transitions/);
    workspace.edit(CALLER, "{completed: goodbye}", "{completed: goodbye, error: goodbye}");
  });

  step("a module that is not passed is named", async () => {
    const file = project === yaml ? "Pulumi.yaml" : "program.mjs";
    workspace.edit(file, /^ *modules: .*\n/m, "");
    const { output } = await workspace.previewRefused();
    expect(output).toMatch(
      /sales\.yaml:\d+:\d+ error unknown-module: The module 'common-error-handler' does not exist/,
    );
    expect(output).toContain("Pass the output `key` of each module that the flow calls in `modules`.");
    const platform = await workspace.organisation();
    expect(await platform.versions()).toEqual({ "Common error handler": "2.0", Sales: "2.0" });
  });
});
