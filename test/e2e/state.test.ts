import { homedir } from "node:os";
import path from "node:path";
import { flowFiles } from "../../bench/deploy/flows.ts";
import { checkout } from "../harness/checkout.ts";
import { flows, organisation } from "./fixtures/contact-centre.ts";
import { openingHours } from "./fixtures/opening-hours.ts";
import { changes, FLOW } from "./harness/assertions.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Deployment, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const SECRET = "a-client-secret-that-stays-outside";

/**
 * What the state of a stack contains, deployed as with a real organisation: over HTTP to another process, with
 * credentials from the environment (design §4, "State stays small").
 */
describe("the state of a stack", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let state: string;
  let resources: Deployment["resources"];
  let output: string;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        ...flows,
        ...flowFiles(1, "Sorry."),
        "exports/OpeningHours_v2-0.yaml": openingHours("We are open from nine to five."),
      },
      organisation: {
        ...organisation,
        clients: [
          { id: "outside", secret: SECRET },
          { id: "local", secret: "local" },
        ],
      },
    });
    platform = await workspace.organisation(".genesys/orgs/outside.sqlite");
    workspace.configure({ "genesyscloud:region": "us-east-1", "genesyscloud:organizationId": platform.organisationId });
    const result = await workspace.up({
      env: {
        ...gateway(platform),
        GENESYSCLOUD_OAUTHCLIENT_ID: "outside",
        GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET,
      },
    });
    output = result.output;
    state = await workspace.exportState();
    resources = (JSON.parse(state) as { deployment: Deployment }).deployment.resources;
  });
  afterAll(() => workspace?.dispose());

  test("is of an organisation in another process", async () => {
    expect((await platform.flows()).map((flow) => flow.name)).toContain("OpeningHours");
    expect(resources.filter((resource) => resource.type === FLOW)).toHaveLength(8);
    expect(state).toContain(platform.organisationId);
  });

  test("holds no credential, nor does what the command prints", async () => {
    expect(state).not.toContain(SECRET);
    expect(output).not.toContain(SECRET);

    const again = await workspace.up({
      env: { ...gateway(platform), GENESYSCLOUD_ACCESS_TOKEN: platform.client.token },
    });
    expect(changes(again)).toEqual({});
    expect(again.output).not.toContain(platform.client.token);
    expect(await workspace.exportState()).not.toContain(platform.client.token);
  });

  test("holds credentials from the stack's configuration encrypted only", async () => {
    const set = ["config", "set", "--stack", "dev"];
    await workspace.succeed([...set, "genesyscloud:oauthclientId", "outside"]);
    await workspace.succeed([...set, "--secret", "genesyscloud:oauthclientSecret", SECRET]);
    workspace.edit("flows/inbound/complaints.yaml", "Complaint line is closed", "The line is closed");

    const result = await workspace.up({ skipPreview: true, env: gateway(platform) });

    expect(changes(result)).toEqual({ complaints: "update" });
    expect(result.output).not.toContain(SECRET);
    expect(await workspace.exportState()).not.toContain(SECRET);
    expect((await platform.flow("Complaints")).version).toBe("2.0");
  });

  test("holds no absolute path", () => {
    // Where the SDK itself is in a stack trace: in this workspace behind a symbolic link.
    const linked = path.relative(workspace.root, path.join(checkout, "node_modules"));
    const own = state.replaceAll(`project:///${linked}/`, "project:///node_modules/");
    for (const folder of [workspace.root, checkout, homedir()]) expect(own).not.toContain(`${folder}/`);
    for (const text of strings(resources)) expect(text).not.toMatch(/^(\/(?!\/)|[A-Za-z]:\\|file:)|^project:.*file:/);
  });

  test("holds no text of a prompt beyond the inputs of components", () => {
    const prompts = [
      "Please enter your PIN.",
      "An error has occurred. Please try again later.",
      "We have a problem. Please call again.",
      "We are open from nine to five.",
      "Please call again tomorrow.",
    ];
    const custom = resources.filter((resource) => !resource.type.startsWith("genesys-flows:"));
    const outputs = resources
      .filter((resource) => resource.type.startsWith("genesys-flows:"))
      .map((each) => each.outputs);
    for (const prompt of prompts) {
      expect(JSON.stringify(custom)).not.toContain(prompt);
      expect(JSON.stringify(outputs)).not.toContain(prompt);
    }
    const inputs = resources
      .filter((resource) => resource.type.startsWith("genesys-flows:"))
      .map((each) => each.inputs);
    expect(JSON.stringify(inputs)).toContain("Please enter your PIN.");
  });

  test("says by its digest which document a component shows", () => {
    for (const flow of resources.filter(({ type }) => type === FLOW)) {
      const component = resources.find(({ urn }) => urn === flow.parent);
      expect(component?.inputs?.["digest"]).toBe(flow.inputs?.["digest"]);
      expect(flow.outputs?.["digest"]).toBe(flow.inputs?.["digest"]);
    }
  });

  test("is small: bytes per flow, component and children", () => {
    const flowResources = resources.filter((resource) => resource.type === FLOW);
    const sizes = flowResources.map((flow) => {
      const component = resources.find((resource) => resource.urn === flow.parent);
      return { flow: nameOf(flow.urn), resource: size(flow), component: component ? size(component) : 0 };
    });
    const table = sizes.map((each) => `${each.flow.padEnd(24)} ${pad(each.resource)} ${pad(each.component)}`);
    console.log(
      [`State of ${sizes.length} flows, ${size(resources)} bytes`, "flow  resource  component", ...table].join("\n"),
    );
    for (const each of sizes) {
      expect(each.resource).toBeLessThan(3_200);
      expect(each.component).toBeLessThan(20_000);
    }
    // A caller of the benchmark, as a backend stores it. `pulumi stack export` indents it, which nearly doubles it.
    const caller = sizes.find(({ flow }) => flow === "line-001");
    expect(Number(caller?.resource) + Number(caller?.component)).toBeLessThan(3_500);
  });
});

function gateway(platform: Organisation): Record<string, string> {
  return {
    GENESYSCLOUD_GATEWAY_PROTOCOL: "http",
    GENESYSCLOUD_GATEWAY_HOST: "127.0.0.1",
    GENESYSCLOUD_GATEWAY_PORT: new URL(platform.url).port,
  };
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(strings);
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function size(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function pad(bytes: number): string {
  return String(bytes).padStart(8);
}
