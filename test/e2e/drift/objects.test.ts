import type { OrganisationClient } from "../../harness/organisation-client.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const SCHEDULE = `import * as genesyscloud from "@pulumi/genesyscloud";
new genesyscloud.ArchitectSchedules("weekdays", {
  name: "Weekdays",
  start: "2026-01-05T09:00:00.000000",
  end: "2026-01-05T17:00:00.000000",
  rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR",
});`;
const organisation = {
  organisation: { name: "Test contact centre" },
  users: [{ name: "Ann", email: "ann@example.com" }],
  clients: [
    { id: "local", name: "Local client", secret: "local" },
    { id: "ann", secret: "ann", user: "Ann" },
  ],
};

/** Ann works on objects that are not flows. What commands say is compared with an independent read of the audits. The tests follow one another. */
describe("other objects that somebody changed or deleted", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let ann: OrganisationClient;
  /** Object -> the time at which Ann changed or deleted it, by its last entry. */
  const times = { claims: "", orders: "", weekdays: "" };

  beforeAll(async () => {
    const queues = "queues: {Claims: {description: Claims}, Orders: {description: Orders}}\n";
    workspace = await createWorkspace({ flows: { "queues.yaml": queues }, organisation });
    workspace.edit("index.ts", /^\/\/ Declare other resources that flows name.*$/m, SCHEDULE);
    platform = await workspace.organisation();
    ann = await platform.connect("ann", "ann");
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  interface Named {
    readonly id: string;
    readonly name: string;
  }
  const named = async (path: string, name: string) => {
    const { entities } = await ann.ok<{ entities: Named[] }>("GET", path);
    const found = entities.find((one) => one.name === name);
    if (!found) throw new Error(`There is no '${name}'.`);
    return found;
  };
  const lastEntry = async (id: string, action: string) => {
    const filters = [{ property: "EntityId", value: id }];
    const body = { interval: "2020-01-01T00:00:00Z/2099-01-01T00:00:00Z", filters };
    const path = "/api/v2/audits/query/realtime?expand=user";
    const { entities } = await ann.ok<{ entities: object[] }>("POST", path, body);
    const [last] = entities as { action: string; eventDate: string; user?: { name: string } }[];
    expect(last).toMatchObject({ action, user: { name: "Ann" } });
    return String(last?.eventDate);
  };
  /** What a command of the project says, without the line breaks of a terminal. */
  const says = async (...args: string[]) =>
    (await workspace.script("pulumi", [...args, "--stack", "dev"])).output.replaceAll(/\s+/g, " ");
  /** The sentences about the three, and how they end without the audits. */
  const claims = (by = ` by Ann at ${times.claims}`) => `was deleted outside this stack${by}.`;
  const orders = (by = ` by Ann at ${times.orders}`) =>
    `The queue 'Orders' was changed outside this stack${by}: description "Orders" -> "All orders".`;
  const weekdays = (by = ` by Ann at ${times.weekdays}`) =>
    `The schedule 'Weekdays' was changed outside this stack${by}: end "2026-01-05T17:00:00.000000" -> "2026-01-05T18:00:00.000000".`;

  test("a preview says who deleted a queue; with a refresh, who changed another one and a schedule", async () => {
    const queues = "/api/v2/routing/queues?pageSize=100";
    const schedules = "/api/v2/architect/schedules";
    const [gone, queue] = [await named(queues, "Claims"), await named(queues, "Orders")];
    const schedule = await named(schedules, "Weekdays");
    await ann.ok("DELETE", `/api/v2/routing/queues/${gone.id}`);
    await ann.ok("PUT", `/api/v2/routing/queues/${queue.id}`, { ...queue, description: "All orders" });
    await ann.ok("PUT", `${schedules}/${schedule.id}`, { ...schedule, end: "2026-01-05T18:00:00.000000" });
    times.claims = await lastEntry(gone.id, "Delete");
    times.orders = await lastEntry(queue.id, "Update");
    times.weekdays = await lastEntry(schedule.id, "Update");

    const preview = await says("preview");
    expect(preview).toContain(claims());
    expect(preview).not.toContain("was changed outside this stack");
    const refreshed = await says("preview", "--refresh");
    for (const sentence of [claims(), orders(), weekdays()]) expect(refreshed).toContain(sentence);
  });

  test("without the permission, each says what it said before there were audits", async () => {
    const error = { status: 403, code: "missing.permissions", message: "Missing audits:audit:view." };
    await platform.client.addFaults({ faults: [{ when: { operation: "postAuditsQueryRealtime" }, do: { error } }] });
    const preview = await says("preview");
    expect(preview).toContain(claims(""));
    const refreshed = await says("preview", "--refresh");
    for (const sentence of [orders(""), weekdays("")]) expect(refreshed).toContain(sentence);
    // The engine shows that it is to be created again.
    expect(refreshed).not.toContain("deleted outside");
    expect(preview + refreshed).not.toMatch(/by Ann|audits/);
    await platform.client.removeFaults();
  });

  test("a refresh and an update say the same, and the update sets everything back", async () => {
    const refreshed = await says("refresh", "--preview-only");
    for (const sentence of [claims(), orders(), weekdays()]) expect(refreshed).toContain(sentence);
    const updated = await says("up", "--refresh", "--yes");
    for (const sentence of [claims(), orders(), weekdays()]) expect(updated).toContain(sentence);
    const after = await says("preview", "--refresh");
    expect(after).not.toContain("outside this stack");
    expect(await named("/api/v2/routing/queues?pageSize=100", "Claims")).toMatchObject({ description: "Claims" });
  });
});
