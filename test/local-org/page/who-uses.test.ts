import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { callOf, greeter, inbound } from "../flows/documents.ts";
import { endAll, started } from "../support/organisation.ts";
import { headings, pageAt, row, section, seen } from "./pages.ts";

const HOSTILE = '<img src=x onerror=alert(1)> & "Söhne"';
const SEED = `
organisation: {name: Test}
divisions: [{name: Billing}]
queues: [{name: Sales}, {name: Unused}, {name: ${JSON.stringify(HOSTILE)}}]
responseLibraries: [{name: Answers}, {name: More answers}]
schedules: [{name: Weekdays, start: "2026-01-05T08:00:00.000", end: "2026-01-05T18:00:00.000", rrule: FREQ=DAILY}]
scheduleGroups: [{name: Office hours, timeZone: Europe/Berlin, open: [Weekdays]}]
didPools: [{start: "+13175550100", end: "+13175550199"}]
`;
const mark = (key: string): string => `managed by contact-centre/prod/${key} ${"a".repeat(64)}`;
const described = (text: string, description: string): string =>
  text.replace("\n  name:", `\n  description: ${JSON.stringify(description)}\n  name:`);
const toQueue = (name: string): string => `transferToAcd: {name: To queue, targetQueue: {lit: {name: ${name}}}}`;

let me: OrganisationClient;
const ids: Record<string, string> = {};

const page = async (path: string): Promise<string> => (await pageAt(me.url + path)).text;

beforeAll(async () => {
  me = (await started({ seedText: SEED })).client;
  const published = async (name: string, text: string): Promise<void> => {
    ids[name] = (await me.published(text)).id;
  };
  const find = async (path: string, name: string): Promise<string> => {
    const { entities } = await me.ok("GET", `${path}?pageSize=100`);
    return (entities as { id: string; name: string }[]).find((one) => one.name === name)?.id as string;
  };
  ids["Sales queue"] = await find("/api/v2/routing/queues", "Sales");
  ids["hostile"] = await find("/api/v2/routing/queues", HOSTILE);
  ids["Unused"] = await find("/api/v2/routing/queues", "Unused");
  ids["Office hours"] = await find("/api/v2/architect/schedulegroups", "Office hours");
  ids["pool"] = (await me.ok("GET", "/api/v2/telephony/providers/edges/didpools")).entities[0].id;

  await published("Greeter", greeter());
  await published("Lonely", greeter({ name: "Lonely" }));
  await published("Day", described(inbound("Day", [callOf(), toQueue("Sales")]), mark("inbound/day")));
  await published("Night", inbound("Night", [toQueue("Sales")]));
  const edited = `Takes emergencies.\n${mark("a key/with spaces")}\nAsk Robin before you change it.`;
  await published("Storm", described(inbound("Storm", [toQueue(JSON.stringify(HOSTILE))]), edited));
  await published("Desk", inbound("Desk", ["transferToFlow: {name: T, targetFlow: {name: Day}}"]));
  await published("Greeter", greeter({ say: "Good day." }));

  // `Back` no longer uses the queue, but the version that is checked in does; then a draft is saved over it.
  await published("Back", inbound("Back", [toQueue("Sales")]));
  const first = await me.ok("GET", `/api/v2/flows/${ids["Back"]}/versions/1.0/configuration`);
  await published("Back", inbound("Back"));
  const save = async (): Promise<void> => {
    await me.ok("POST", `/api/v2/flows/actions/checkout?flow=${ids["Back"]}`);
    await me.ok("POST", `/api/v2/flows/${ids["Back"]}/versions`, first);
  };
  await save();
  await me.ok("POST", `/api/v2/flows/actions/checkin?flow=${ids["Back"]}`);
  await save();

  const ivr = (name: string, body: object) => me.ok("POST", "/api/v2/architect/ivrs", { name, ...body });
  const flow = (name: string) => ({ id: ids[name] });
  ids["Main"] = (
    await ivr("Main", {
      dnis: Array.from({ length: 6 }, (_, index) => `+1317555010${index}`),
      openHoursFlow: flow("Day"),
      closedHoursFlow: flow("Night"),
      holidayHoursFlow: flow("Night"),
      scheduleGroup: { id: ids["Office hours"] },
    })
  ).id;
  await ivr(`Line ${HOSTILE}`, { dnis: ["+13175550150"], openHoursFlow: flow("Night") });
  await ivr("Numberless", { dnis: [], openHoursFlow: flow("Desk") });
  await me.ok("POST", "/api/v2/architect/emergencygroups", {
    name: "Flood",
    enabled: true,
    emergencyCallFlows: [{ emergencyFlow: flow("Storm"), ivrs: [{ id: ids["Main"] }] }],
  });
});
afterAll(endAll);

describe("the list of flows", () => {
  let flows: string;
  beforeAll(async () => {
    flows = section(await page("/"), "flows");
  });

  test("has the columns that have content", () => {
    expect(headings(flows)).toEqual([...["Flow", "Stack", "Published", "Modules held", "Numbers", "Checked out by"]]);
  });

  test("shows the numbers of a flow by the times at which they lead to it", () => {
    expect(row(flows, "Day inbound")).toMatch(
      /contact-centre\/ prod 1\.0 .* Greeter 1\.0 ▲ STALE \+13175550100 \+13175550101 \+13175550102 and 3 more open hours $/,
    );
    expect(row(flows, "Night inbound")).toMatch(/\+13175550150 \+13175550100 .* and 3 more closed hours, holidays $/);
    expect(row(flows, "Storm inbound")).toMatch(/and 3 more emergency $/);
    expect(row(flows, "Desk inbound")).not.toContain("+1317");
  });

  test("shows a draft and who has the flow checked out", () => {
    expect(row(flows, "Back inbound")).toMatch(/2\.0 draft 4\.0 Local client, .* ■ Local client $/);
  });

  test.each([
    ["+13175550150", ["Night"]],
    ["contact-centre/prod", ["Day", "Storm"]],
    ["common module", ["Greeter", "Lonely"]],
    ["3175550103", ["Day", "Night", "Storm"]],
  ])("is filtered by %s", async (text, expected) => {
    const found = section(await page(`/?q=${encodeURIComponent(text)}`), "flows");
    const names = [...found.matchAll(/<th scope="row"><a [^>]*>([^<]*)</g)].map(([, name]) => name);
    expect(names).toEqual(expected);
  });
});

test("of a module with many callers the stale ones are listed, and its page lists all", async () => {
  const { client } = await started({ seedText: SEED });
  const all = Array.from({ length: 14 }, (_, index) => `Site ${String.fromCharCode(65 + index)}`);
  const module = await client.published(greeter());
  await client.published(inbound("Zoo", [callOf()]));
  await client.published(greeter({ say: "Good day." }));
  for (const name of all) await client.published(inbound(name, [callOf()]));
  const modules = section((await pageAt(`${client.url}/`)).text, "modules");
  expect(row(modules, "Zoo")).toContain("▲ STALE");
  expect(seen(modules)).toContain("Site J");
  expect(seen(modules)).not.toContain("Site K");
  expect(row(modules, "more")).toContain("4 more callers , all current");
  const callers = section((await pageAt(`${client.url}/flows/${module.id}`)).text, "callers");
  for (const name of ["Zoo", ...all]) expect(seen(callers)).toContain(name);
});

describe("the page of a flow", () => {
  test("shows which IVR routes to it, and when", async () => {
    const numbers = section(await page(`/flows/${ids["Night"]}`), "numbers");
    expect(headings(numbers)).toEqual(["IVR", "Numbers", "When"]);
    expect(row(numbers, "Main")).toMatch(/Main \+13175550100 .* \+13175550105 closed hours, holidays, by Office hours/);
    expect(row(numbers, "Line")).toMatch(/\+13175550150 always $/);
    expect(row(section(await page(`/flows/${ids["Desk"]}`), "numbers"), "Numberless")).toContain("no number always");
    expect(row(section(await page(`/flows/${ids["Storm"]}`), "numbers"), "Main")).toContain(
      "emergency, by Flood enabled",
    );
  });

  test("lists the callers of a module as verify does", async () => {
    const callers = section(await page(`/flows/${ids["Greeter"]}`), "callers");
    expect(headings(callers)).toEqual(["Flow", "Type", "Stack", "Version held", "Stale since"]);
    expect(row(callers, "Day")).toMatch(
      /Day inbound call flow contact-centre\/ prod 1\.0 ▲ STALE .* UTC missing changes $/,
    );
    expect(seen(section(await page(`/flows/${ids["Lonely"]}`), "callers"))).toContain("No flow calls this module.");
  });

  test("stale since is when the published version was published", async () => {
    const { publishedVersion } = await me.ok("GET", `/api/v2/flows/${ids["Greeter"]}`);
    const callers = section(await page(`/flows/${ids["Greeter"]}`), "callers");
    expect(callers).toContain(`<time datetime="${publishedVersion.datePublished}">`);
  });

  test("shows what it uses with the version held and the one published", async () => {
    const uses = section(await page(`/flows/${ids["Day"]}`), "uses");
    expect(headings(uses)).toEqual(["Name", "Kind", "Version held", "Published", "Stale since"]);
    expect(row(uses, "Greeter")).toMatch(/common module 1\.0 ▲ STALE 2\.0 .* UTC missing changes $/);
    expect(uses).toContain(`<a href="/objects/queue/${ids["Sales queue"]}">Sales</a>`);
    expect(headings(section(await page(`/flows/${ids["Night"]}`), "uses"))).toEqual(["Name", "Kind"]);
  });

  test("lists flows that transfer to it, and not again those that lead to it otherwise", async () => {
    const users = section(await page(`/flows/${ids["Day"]}`), "users");
    expect(row(users, "Desk")).toContain("Desk inbound call flow 1.0");
    expect(seen(users)).not.toContain("Main");
  });

  test("reads the ownership mark as verify does: on any line, with spaces in the key", async () => {
    const text = seen(await page(`/flows/${ids["Storm"]}`));
    expect(text).toContain("Takes emergencies. Ask Robin before you change it.");
    expect(text).toContain("Managed by contact-centre/prod/a key/with spaces");
    expect(row(section(await page("/"), "flows"), "Storm inbound")).toContain("contact-centre/ prod");
  });

  test("shows its draft and since when it is checked out", async () => {
    const text = seen(await page(`/flows/${ids["Back"]}`));
    expect(text).toMatch(/Draft 4\.0 by Local client, .* UTC Checked out by ■ Local client , since /);
    expect(seen(await page(`/flows/${ids["Night"]}`))).not.toMatch(/Draft|Checked out/);
  });
});

describe("the page of another object", () => {
  test("a queue shows the flows that use it, and in which version", async () => {
    const text = await page(`/objects/queue/${ids["Sales queue"]}`);
    const users = section(text, "users");
    expect(headings(users)).toEqual(["Name", "Kind", "Stack", "In version", "Checked out by"]);
    expect(row(users, "Day")).toContain("Day inbound call flow contact-centre/ prod 1.0");
    expect(row(users, "Back")).toContain("Back inbound call flow 3.0 checked in, not published ■ Local client");
    expect(seen(text)).toMatch(/queue Sales Division Home .* Used by 3/);
  });

  test("an object that nothing uses says so", async () => {
    expect(seen(await page(`/objects/queue/${ids["Unused"]}`))).toContain(
      "According to dependency tracking, no flow or object uses this object.",
    );
  });

  test("a schedule group shows the numbers that it decides about, and its schedules", async () => {
    const text = await page(`/objects/scheduleGroup/${ids["Office hours"]}`);
    expect(row(section(text, "numbers"), "Main")).toMatch(/Main \+1317.* open hours, by Office hours Day/);
    expect(row(section(text, "users"), "Main")).toContain("Main IVR");
    expect(row(section(text, "uses"), "Weekdays")).toContain("Weekdays schedule");
  });

  test("a DID pool shows where its numbers lead", async () => {
    expect(seen(section(await page(`/objects/didPool/${ids["pool"]}`), "numbers"))).toContain(
      "+13175550150 always Night",
    );
  });

  test("an IVR without a flow shows its numbers", async () => {
    const { id } = await me.ok("POST", "/api/v2/architect/ivrs", { name: "Idle", dnis: ["+13175550160"] });
    expect(seen(await page(`/objects/ivr/${id}`))).toContain(
      "This IVR does not route to any flow. Its numbers: +13175550160.",
    );
  });

  test("a division shows what it has", async () => {
    const { id } = await me.ok("GET", "/api/v2/authorization/divisions/home");
    const text = seen(await page(`/objects/division/${id}`));
    expect(text).toMatch(/Has .*\d+ flows/);
    expect(text).not.toContain("Used by");
  });

  test.each(["queue/none", "none/none", "constructor/toString", "flow/none", "__proto__/x"])(
    "%s is 404, for people",
    async (path) => {
      const { status, text } = await pageAt(`${me.url}/objects/${path}`);
      expect(status).toBe(404);
      expect(seen(text)).toContain("The organisation does not have this object.");
    },
  );
});

describe("/organisation", () => {
  test("shows where each number leads, and the users of each object", async () => {
    const text = await page("/organisation");
    expect(row(section(text, "numbers"), "Main")).toMatch(/Main \+1317.* open hours, by Office hours Day/);
    const queues = section(text, "kind-queue");
    expect(seen(queues)).toContain("Queues 3");
    expect(row(queues, "Sales")).toContain("Sales Back , Day , Night");
    expect(row(queues, "Unused")).toMatch(/^ Unused $/);
  });

  test("kinds that nothing uses are names only", async () => {
    const text = await page("/organisation");
    expect(text).not.toContain("kind-responseLibrary");
    expect(seen(text)).toContain("2 response libraries Answers More answers");
  });
});

test("hostile names are never markup, on any page", async () => {
  const paths = [
    "/",
    "/organisation",
    `/objects/queue/${ids["hostile"]}`,
    `/flows/${ids["Storm"]}`,
    `/flows/${ids["Night"]}`,
  ];
  for (const path of [...paths, `/?q=${encodeURIComponent(HOSTILE)}`]) {
    const text = await page(path);
    expect(text).not.toMatch(/<img/);
    expect(text).not.toMatch(/ on[a-z]+="/);
    if (path !== "/" && !path.startsWith("/?")) expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  }
});
