import { readdirSync, readFileSync } from "node:fs";
import { inCheckout } from "../harness/checkout.ts";
import { changes, FLOW } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Deployment, type PulumiResult, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

type State = Deployment["resources"][number] & {
  readonly protect?: boolean;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
};

/** Files of this project that the program below says nothing of. */
const OTHERS = /(\.test|hours|prompts|data|front-desk|claim-mail)\.yaml$/;

/** The flows of this project and their queues, by their path below `flows/`. */
const flows = Object.fromEntries(
  readdirSync(inCheckout("flows"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml") && !OTHERS.test(file))
    .map((file) => [file, readFileSync(inCheckout("flows", file), "utf8")]),
);

/** The same stack without `loadProject`. */
const PLAIN = `
import * as genesyscloud from "@pulumi/genesyscloud";
import { InboundFlow, SharedModule, stackOutputs } from "genesys-flows";

const sales = new InboundFlow("sales", { definition: "flows/inbound/sales.yaml", numbers: ["+13175550100", "+13175550101"] });
new InboundFlow("support", { definition: "flows/inbound/support.yaml" });
const errors = new SharedModule("common-error-handler", { definition: "flows/modules/common-error-handler.yaml" });
new InboundFlow("claims", { definition: "flows/inbound/claims_v2-0.yaml", modules: { "common-error-handler": errors } });
new SharedModule("pin-authentication", { definition: "flows/modules/pin-authentication.yaml" });

new genesyscloud.RoutingQueue("sales", { name: "Sales", description: "New business and quotes", acwTimeoutMs: 30000 });
new genesyscloud.RoutingQueue("support", { name: "Support", description: "Help with an existing policy", acwTimeoutMs: 60000 });
const opened = new genesyscloud.RoutingWrapupcode("claim-opened", { name: "Claim opened" });
const answered = new genesyscloud.RoutingWrapupcode("claim-answered", { name: "Claim answered" });
new genesyscloud.RoutingQueue("claims", {
  name: "Claims", description: "New and running claims", acwWrapupPrompt: "MANDATORY", wrapupCodes: [opened.id, answered.id],
});
new genesyscloud.RoutingEmailDomain("example-com", { domainId: "example.com" });

export const salesId = sales.id;
export const { flows, sourceDigests, numbers, topology } = stackOutputs();
`;

const DESK = `inboundCall: Desk \${city}
values: {city: {type: string}, greeting: {type: string, default: Hello.}}
greeting: \${greeting}
onFault: {say: "Sorry.", then: disconnect}
start: bye
nodes:
  bye: {disconnect: {}}
`;

/** @param moved whether the flow at the root is in the component of a team */
const team = (moved: boolean) => `
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { InboundFlow, SharedModule } from "genesys-flows";

class Desk extends pulumi.ComponentResource {
  constructor(city, values = {}, options = {}) {
    super("team:index:Desk", city);
    this.flow = new InboundFlow("desk-" + city, { definition: "desk.yaml", values: { city, ...values } }, { parent: this, ...options });
    this.registerOutputs({ id: this.flow.id });
  }
}
const platform = new pulumi.StackReference("organization/genesys-flows/dev");
const greeting = await platform.getOutputValue("salesId");

const desks = ["Hamburg", "Munich"].map((city) => new Desk(city, { greeting }));
const moved = ${moved}
  ? new Desk("Berlin", {}, { aliases: [{ parent: pulumi.rootStackResource }] }).flow
  : new InboundFlow("desk-Berlin", { definition: "desk.yaml", values: { city: "Berlin" } });

new genesyscloud.RoutingSkill("after", { name: "After" }, { dependsOn: desks[0] });
const before = new genesyscloud.RoutingSkill("before", { name: "Before" });
new InboundFlow("dependent", { definition: "desk.yaml", values: { city: "Bonn" } }, { dependsOn: [before, moved] });
new InboundFlow("protected", { definition: "desk.yaml", values: { city: "Cologne" } }, { protect: true });
new InboundFlow("transformed", { definition: "desk.yaml", values: { city: "Leipzig" } }, {
  transforms: [({ type, props, opts }) => type === "${FLOW}" ? { props, opts: { ...opts, retainOnDelete: true, protect: true } } : undefined],
});
new InboundFlow("ignoring", { definition: "ignoring.yaml", values: { city: "Kiel" } }, {
  transforms: [({ type, props, opts }) => type === "${FLOW}" ? { props, opts: { ...opts, ignoreChanges: ["document"] } } : undefined],
});
`;

describe("a program with plain arguments", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows,
      organisation: readFileSync(inCheckout("local/organisation.yaml"), "utf8"),
      config: { "genesys-flows:substitutions": { claimsQueue: "Claims" } },
    });
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  const notSame = ({ steps }: PulumiResult) =>
    steps.filter(({ op }) => op !== "same").map(({ name, op }) => [name, op]);
  const stateOf = async () =>
    (await workspace.deployment()).resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  const report = async () => {
    const { code, stdout, output } = await workspace.script("pulumi", [
      "preview",
      "--stack",
      "dev",
      "--non-interactive",
    ]);
    if (code !== 0) throw new Error(output);
    return stdout;
  };
  /** By their URNs; the order of dependencies says nothing. */
  const byUrn = (resources: readonly State[]) =>
    resources
      .map(({ dependencies, propertyDependencies = {}, ...rest }) => ({
        ...rest,
        dependencies: dependencies?.toSorted(),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([name, urns]) => [name, urns?.toSorted()]),
        ),
      }))
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));

  test("has the state, the outputs and the report of one with loadProject", async () => {
    const [before, outputs] = [await stateOf(), await workspace.outputs<Record<string, unknown>>()];
    workspace.edit("flows/modules/pin-authentication.yaml", "Please enter", "Please type");
    const byProject = await report();
    workspace.write("index.ts", PLAIN);
    expect(await report()).toEqual(byProject);
    expect(byProject).toMatch(/PIN authentication[\s\S]*Sales[\s\S]*Support/);
    workspace.edit("flows/modules/pin-authentication.yaml", "Please type", "Please enter");
    expect(notSame(await workspace.up({ skipPreview: true }))).toEqual([]);
    expect(byUrn(await stateOf())).toEqual(byUrn(before));
    const { salesId, sourceDigests: _, ...rest } = await workspace.outputs<Record<string, unknown>>();
    const { sourceDigests: __, ...earlier } = outputs;
    expect(rest).toEqual(earlier);
    expect(salesId).toBe((earlier["flows"] as Record<string, { id: string }>)["sales"]?.id);
  });

  test("registers nothing in an update with a violation", async () => {
    const sales = workspace.read("flows/inbound/sales.yaml");
    workspace.edit("flows/inbound/sales.yaml", ", error: apology}", "}");
    workspace.edit(
      "index.ts",
      "export const salesId",
      'new genesyscloud.RoutingQueue("new", { name: "New" });\nexport const salesId',
    );
    const platform = await workspace.organisation();
    const { result, requests } = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(result.output).toContain("error module-call-transitions");
    expect(notSame(result)).toEqual([]);
    expect(writesAmong(requests)).toEqual([]);
    workspace.write("flows/inbound/sales.yaml", sales);
  });

  describe("in the hands of a team", () => {
    let resources: readonly State[];
    const named = (type: string, name: string) =>
      resources.find((one) => one.type === type && one.urn.endsWith(`::${name}`)) as State;
    const INBOUND = "genesys-flows:index:InboundFlow";

    beforeAll(async () => {
      workspace.configure({}, "team");
      await workspace.initialise("team");
      workspace.write("desk.yaml", DESK);
      workspace.write("ignoring.yaml", DESK);
      workspace.write("index.ts", team(false));
      await workspace.up({ stack: "team", skipPreview: true });
      resources = (await workspace.deployment("team")).resources;
    });

    test("loops, components of its own and a StackReference: flows are below them, with their values", async () => {
      for (const city of ["Hamburg", "Munich"]) {
        const flow = named(FLOW, `desk-${city}`);
        expect(flow.urn).toContain(`::team:index:Desk$${INBOUND}$${FLOW}::desk-${city}`);
        expect(named("team:index:Desk", city).outputs).toEqual({ id: flow.id });
        expect(named(INBOUND, `desk-${city}`).inputs).toMatchObject({ name: `Desk ${city}` });
        const { salesId } = await workspace.outputs<{ salesId: string }>();
        expect(named(INBOUND, `desk-${city}`).inputs?.["greeting"]).toBe(salesId);
      }
    });

    test("dependsOn means the flow of a component, and what a component waits for", () => {
      const { urn } = named(FLOW, "desk-Hamburg");
      expect(named("genesyscloud:index/routingSkill:RoutingSkill", "after").dependencies).toEqual([urn]);
      const skill = named("genesyscloud:index/routingSkill:RoutingSkill", "before").urn;
      expect(named(INBOUND, "dependent").dependencies?.toSorted()).toEqual(
        [skill, named(FLOW, "desk-Berlin").urn].sort(),
      );
    });

    test("protect and transforms reach the flow", () => {
      const isProtected = resources.filter(({ type, protect }) => type === FLOW && protect);
      expect(isProtected.map(({ urn }) => urn.split("::").at(-1)).sort()).toEqual(["protected", "transformed"]);
      expect(named(INBOUND, "protected").protect).toBe(true);
    });

    test("an alias moves a flow into a component; ignoreChanges leaves a flow as it is", async () => {
      workspace.write("index.ts", team(true));
      workspace.edit("ignoring.yaml", '"Sorry."', '"We are sorry."');
      const result = await workspace.up({ stack: "team", skipPreview: true });
      expect(changes(result)).toEqual({});
      const before = named(FLOW, "ignoring");
      resources = (await workspace.deployment("team")).resources;
      expect(named(FLOW, "desk-Berlin").urn).toContain("team:index:Desk$");
      expect(named(FLOW, "ignoring").outputs).toEqual(before.outputs);
    });
  });
});
