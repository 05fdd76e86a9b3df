import type { LoggedRequest } from "@genesys-flows/local-org";
import { commandLineWith } from "../flowctl/program.ts";
import { Disturbance } from "./faults/disturbance.ts";
import { organisation as centre } from "./fixtures/contact-centre.ts";
import { changes, lines } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const ROUTE = "genesyscloud:index/routingEmailRoute:RoutingEmailRoute";
const SALES = "sales@example.com";
const ORDERS = "orders@example.com";
const SUPPORT = "support@example.com";

const organisation = {
  ...centre,
  skills: [{ name: "Billing" }],
  emailDomains: [{ name: "example.com", routes: [{ pattern: "info", queue: "Overflow" }] }],
};

function mailbox(name: string, emailAddresses: readonly unknown[]): string {
  return `inboundEmail: ${name}
emailAddresses: ${JSON.stringify(emailAddresses)}
onFault: {then: disconnect}
settings: {settingsInboundEmailHandling: {emailHandling: {disconnect: {none: true}}}}
start: reply
nodes:
  reply: {sendAutoReply: "Thank you for your message to ${name}.", then: close}
  close: {disconnect: {}}
`;
}

interface Route {
  readonly id: string;
  readonly flow: string | undefined;
  readonly fromName: string;
}

describe("e-mail addresses", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const sales = "flows/inbound/sales-mail.yaml";
  const support = "flows/inbound/support-mail.yaml";

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "inbound/sales-mail.yaml": mailbox("Sales mail", [
          SALES,
          { address: ORDERS, fromName: "Order desk", priority: 2, skills: ["Billing"] },
        ]),
        "inbound/support-mail.yaml": mailbox("Support mail", [SUPPORT]),
      },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  /** The routes of a domain, by address, read by the vendor's client: without the one of the seed. */
  async function routes(domain = "example.com"): Promise<Record<string, Route>> {
    const { entities = [] } = await platform.routing.getRoutingEmailDomainRoutes(domain, { pageSize: 100 });
    const names = new Map((await platform.flows()).map(({ id, name }) => [id, name]));
    return Object.fromEntries(
      entities
        .filter(({ pattern }) => pattern !== "info")
        .map(({ id, pattern, flow, fromName }) => [
          `${pattern}@${domain}`,
          { id: String(id), flow: names.get(flow?.id), fromName },
        ]),
    );
  }

  const flowsOf = async () =>
    Object.fromEntries(Object.entries(await routes()).map(([address, { flow }]) => [address, flow]));

  const routeWrites = (requests: readonly LoggedRequest[]) =>
    writesAmong(requests)
      .filter(({ path }) => path.startsWith("/api/v2/routing/email"))
      .map(({ method }) => method);

  async function unchanged(): Promise<void> {
    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(lines(requests)).toEqual([]);
  }

  const helpDesk = (addresses: readonly string[]) => `${mailbox("Help desk", addresses)}formerly: [service-mail]\n`;

  const verify = async () =>
    commandLineWith(async () => (await workspace.deployment()).resources, workspace.root, "verify");

  test("lead to their flows after the first update; a reply has the name of the flow, or the given one", async () => {
    expect(await routes()).toMatchObject({
      [SALES]: { flow: "Sales mail", fromName: "Sales mail" },
      [ORDERS]: { flow: "Sales mail", fromName: "Order desk" },
      [SUPPORT]: { flow: "Support mail", fromName: "Support mail" },
    });
    const { entities = [] } = await platform.routing.getRoutingEmailDomainRoutes("example.com", { pattern: "orders" });
    const [skill] = (await platform.routing.getRoutingSkills({ name: "Billing" })).entities ?? [];
    expect(entities[0]).toMatchObject({ priority: 2, skills: [{ id: skill?.id }] });
    // The skill is no object of the stack: it is looked up.
    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(lines(writesAmong(requests))).toEqual([]);
    await workspace.succeed(["refresh", "--yes", "--expect-no-changes", "--stack", "dev"]);
    expect((await verify()).out).toContain("2 of 2 flows are OK");
  });

  test("move to another flow by one write that keeps the route; the preview says so", async () => {
    const before = await routes();
    workspace.write(sales, mailbox("Sales mail", [{ address: ORDERS, fromName: "Order desk" }]));
    workspace.write(support, mailbox("Support mail", [SUPPORT, SALES]));

    expect((await workspace.preview()).output).toContain(`${SALES} moves from Sales mail to Support mail`);
    const { result, requests } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result, ROUTE)).toEqual({ [SALES]: "update", [ORDERS]: "update" });
    expect(routeWrites(requests)).toEqual(["PUT", "PUT"]);
    const after = await routes();
    expect(await flowsOf()).toEqual({ [SALES]: "Support mail", [ORDERS]: "Sales mail", [SUPPORT]: "Support mail" });
    for (const address of Object.keys(before)) expect(after[address]?.id).toBe(before[address]?.id);
    await unchanged();
  });

  test("of a deleted flow go to a new one, and are never without a route", async () => {
    const before = await routes();
    workspace.remove(support);
    workspace.write("flows/inbound/service-mail.yaml", mailbox("Service mail", [SUPPORT, SALES]));

    const { requests } = await during(platform, () => workspace.up());

    expect(routeWrites(requests)).toEqual(["PUT", "PUT"]);
    expect(await flowsOf()).toEqual({ [SALES]: "Service mail", [ORDERS]: "Sales mail", [SUPPORT]: "Service mail" });
    expect((await routes())[SALES]?.id).toBe(before[SALES]?.id);
    await unchanged();
  });

  test("stay with a flow that gets another name, and with one that gets another key", async () => {
    const before = await routes();
    workspace.edit("flows/inbound/service-mail.yaml", "inboundEmail: Service mail", "inboundEmail: Help desk");
    await workspace.up({ skipPreview: true });
    expect(await routes()).toMatchObject({
      [SALES]: { id: before[SALES]?.id, flow: "Help desk", fromName: "Help desk" },
    });

    const text = workspace.read("flows/inbound/service-mail.yaml");
    workspace.remove("flows/inbound/service-mail.yaml");
    workspace.write("flows/inbound/help.yaml", `${text}formerly: [service-mail]\n`);
    const preview = await workspace.preview();
    expect(preview.output).not.toContain("moves from");
    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(routeWrites(requests)).toEqual([]);
    await unchanged();
  });

  test("that somebody leads elsewhere are reported by a preview, and come back after a refresh", async () => {
    const { [SALES]: route } = await routes();
    const live = await platform.routing.getRoutingEmailDomainRoute("example.com", String(route?.id));
    const { id } = await platform.flow("Sales mail");
    await platform.routing.putRoutingEmailDomainRoute("example.com", String(route?.id), { ...live, flow: { id } });

    const preview = await workspace.preview();
    expect(preview.output).toMatch(
      /The route of sales@example\.com \(.*\) points to the flow 'Sales mail', not to this flow./,
    );
    const { code, out } = await verify();
    expect(code).not.toBe(0);
    expect(out).toMatch(
      /help: addresses: The route of sales@example\.com \(.*\) points to the flow 'Sales mail', not to this flow./,
    );

    await workspace.succeed(["up", "--yes", "--skip-preview", "--refresh", "--stack", "dev"]);
    expect((await routes())[SALES]).toMatchObject({ id: route?.id, flow: "Help desk" });
  });

  test("that somebody deletes are reported, and get a new route", async () => {
    const { [SALES]: route } = await routes();
    await platform.routing.deleteRoutingEmailDomainRoute("example.com", String(route?.id));
    await workspace.succeed(["up", "--yes", "--skip-preview", "--refresh", "--stack", "dev"]);
    expect((await routes())[SALES]).toMatchObject({ flow: "Help desk" });
    await unchanged();
  });

  test("move and are created once, also by an update whose engine is killed in between", async () => {
    const disturbance = new Disturbance(workspace, platform);
    const before = await routes();
    workspace.write(sales, mailbox("Sales mail", [ORDERS, SALES, "new@example.com"]));
    workspace.write("flows/inbound/help.yaml", helpDesk([SUPPORT]));
    await disturbance.once({
      when: { operation: "postRoutingEmailDomainRoutes", calls: 1 },
      do: { latency: { ms: 3000 } },
    });
    const disturbed = workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", "dev"]);
    await disturbance.happened(disturbed);
    disturbance.signalEngine("SIGKILL");
    expect((await disturbed).code).not.toBe(0);
    await workspace.unlock();
    await disturbance.over();

    expect((await routes())[SALES]?.id).toBe(before[SALES]?.id);
    await workspace.up();
    expect(await flowsOf()).toEqual({
      [SALES]: "Sales mail",
      [ORDERS]: "Sales mail",
      "new@example.com": "Sales mail",
      [SUPPORT]: "Help desk",
    });
    expect((await routes())[SALES]?.id).toBe(before[SALES]?.id);
    await unchanged();

    workspace.write(sales, mailbox("Sales mail", [ORDERS]));
    workspace.write("flows/inbound/help.yaml", helpDesk([SUPPORT, SALES]));
    await workspace.up({ skipPreview: true });
  });

  test("with a route that this stack does not manage are refused by the preview, with file and line", async () => {
    workspace.write(sales, mailbox("Sales mail", [ORDERS, "Info@example.com"]));
    const { result, requests } = await during(platform, () => workspace.upRefused());
    expect(result.output).toContain("The e-mail route 'Info' already exists");
    expect(result.output).toContain("flows/inbound/sales-mail.yaml:2");
    expect(lines(writesAmong(requests))).toEqual([]);
  });

  test("of a domain that does not exist are refused by the preview, which names the one that is meant", async () => {
    workspace.write(sales, mailbox("Sales mail", [ORDERS, "sales@exmaple.com"]));
    const refused = await workspace.previewRefused();
    expect(refused.output).toContain("The organisation has no e-mail domain exmaple.com");
    expect(refused.output).toContain("Did you mean 'example.com'?");
    expect(refused.output).toContain("flows/inbound/sales-mail.yaml:2");
    workspace.write(sales, mailbox("Sales mail", [ORDERS]));
  });

  test("of a domain that a file declares need its id, to which the platform adds its own domain", async () => {
    workspace.write("flows/domains.yaml", "emailDomains: {contact: {subdomain: true}}\n");
    workspace.write(sales, mailbox("Sales mail", [ORDERS, "sales@contact", "help@contact.mypurecloud.com"]));
    await workspace.up();
    expect(await routes("contact.mypurecloud.com")).toMatchObject({
      "sales@contact.mypurecloud.com": { flow: "Sales mail" },
      "help@contact.mypurecloud.com": { flow: "Sales mail" },
    });
    await unchanged();
    workspace.write(sales, mailbox("Sales mail", [ORDERS]));
    workspace.remove("flows/domains.yaml");
    await workspace.up({ skipPreview: true });
    expect((await platform.routing.getRoutingEmailDomains({ pageSize: 100 })).entities?.map(({ id }) => id)).toEqual([
      "example.com",
    ]);
  });

  test("that are taken out of a file lead nowhere", async () => {
    workspace.edit("flows/inbound/help.yaml", /^emailAddresses:.*\n/m, `emailAddresses: [${SUPPORT}]\n`);
    expect((await workspace.preview()).output).toContain(`${SALES} no longer routes to a flow; it routed to Help desk`);
    await workspace.up({ skipPreview: true });
    expect(await flowsOf()).toEqual({ [ORDERS]: "Sales mail", [SUPPORT]: "Help desk" });
    await unchanged();
  });

  test("stay when `destroy` cannot delete their flow, and go with the stack otherwise", async () => {
    const flow = await platform.flow("Help desk");
    const other = await platform.routing.postRoutingEmailDomainRoutes("example.com", {
      pattern: "hello",
      fromName: "Hello",
      flow: { id: flow.id },
    });
    const refused = await workspace.pulumi(["destroy", "--yes", "--skip-preview", "--stack", "dev"]);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain(`The e-mail address ${SUPPORT} is not deleted: its flow 'Help desk'`);
    expect(await flowsOf()).toMatchObject({ [SUPPORT]: "Help desk" });

    await platform.routing.deleteRoutingEmailDomainRoute("example.com", String(other.id));
    await workspace.destroy();
    expect(await routes()).toEqual({});
  });
});
