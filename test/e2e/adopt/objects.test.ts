import { commandLine } from "../../flowctl/program.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

type Ids = Readonly<Record<string, string>>;

const local = (date: string, time: string) => `${date}T${time}:00.000000`;

/** An object of each kind, as somebody made it in the organisation. `id` of what was made before it. */
const made: readonly (readonly [
  kind: string,
  path: string,
  body: (id: Ids) => object,
  parts?: (id: Ids) => readonly (readonly [string, object])[],
])[] = [
  ["division", "/api/v2/authorization/divisions", () => ({ name: "Back Office", description: "Letters" })],
  ["skill", "/api/v2/routing/skills", () => ({ name: "Refunds" })],
  ["language", "/api/v2/routing/languages", () => ({ name: "Spanish" })],
  [
    "wrapupCode",
    "/api/v2/routing/wrapupcodes",
    (id) => ({ name: "Sold", description: "Yes", division: { id: id["division"] } }),
  ],
  [
    "schedule",
    "/api/v2/architect/schedules",
    () => ({
      name: "Weekdays",
      start: local("2026-01-05", "08:00"),
      end: local("2026-01-05", "18:00"),
      rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    }),
  ],
  [
    "holiday",
    "/api/v2/architect/schedules",
    () => ({
      name: "Christmas",
      description: "${not} a value",
      start: local("2026-12-24", "00:00"),
      end: local("2026-12-27", "00:00"),
    }),
  ],
  [
    "scheduleGroup",
    "/api/v2/architect/schedulegroups",
    (id) => ({
      name: "Sales hours",
      timeZone: "Europe/Berlin",
      openSchedules: [{ id: id["schedule"] }],
      holidaySchedules: [{ id: id["holiday"] }],
    }),
  ],
  ["emergencyGroup", "/api/v2/architect/emergencygroups", () => ({ name: "Storm", enabled: false })],
  [
    "prompt",
    "/api/v2/architect/prompts",
    () => ({ name: "Welcome", description: "Greets" }),
    (id) => [[`/api/v2/architect/prompts/${id["prompt"]}/resources`, { language: "en-us", ttsString: "Welcome." }]],
  ],
  [
    "dataTable",
    "/api/v2/flows/datatables",
    () => ({
      name: "Branches",
      schema: {
        $schema: "http://json-schema.org/draft-04/schema#",
        type: "object",
        required: ["key"],
        additionalProperties: false,
        properties: {
          key: { $id: "/properties/key", type: "string", title: "number", displayOrder: 0 },
          city: { $id: "/properties/city", type: "string", title: "", displayOrder: 1 },
          priority: { $id: "/properties/priority", type: "integer", title: "", default: 5, displayOrder: 2 },
        },
      },
    }),
    (id) => [
      [`/api/v2/flows/datatables/${id["dataTable"]}/rows`, { key: "+13175550100", city: "Berlin", priority: 1 }],
    ],
  ],
  [
    "queue",
    "/api/v2/routing/queues",
    (id) => ({
      name: "Sales",
      description: "All sales",
      division: { id: id["division"] },
      acwSettings: { wrapupPrompt: "MANDATORY_TIMEOUT", timeoutMs: 45_000 },
    }),
    (id) => [[`/api/v2/routing/queues/${id["queue"]}/wrapupcodes`, [{ id: id["wrapupCode"] }]]],
  ],
  ["emailDomain", "/api/v2/routing/email/domains", () => ({ id: "mail.example.com", subDomain: false })],
  ["flowOutcome", "/api/v2/flows/outcomes", () => ({ name: "Order placed", description: "By phone" })],
  ["flowMilestone", "/api/v2/flows/milestones", () => ({ name: "PIN asked" })],
];

/** Objects that people made in an organisation come under a stack as they are. */
describe("adopting objects of every kind", () => {
  let workspace: Workspace;
  const ids: Record<string, string> = {};

  /** Every object, and what has a path of its own, as the organisation shows it. */
  async function content(): Promise<Record<string, unknown>> {
    const { client } = await workspace.organisation();
    const found: Record<string, unknown> = {};
    for (const [kind, path, , parts] of made) {
      const query = kind === "prompt" ? "?includeResources=true" : kind === "dataTable" ? "?expand=schema" : "";
      found[kind] = (await client.send("GET", `${path}/${ids[kind]}${query}`)).body;
      for (const [at] of parts?.(ids) ?? [])
        if (kind !== "prompt") found[at] = (await client.send("GET", `${at}?showbrief=false`)).body.entities;
    }
    return found;
  }

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: { "queues.yaml": "# What we sell.\nqueues: {} # none yet\n" },
      organisation: "organisation: {name: Test}\n",
    });
    const { client } = await workspace.organisation();
    for (const [kind, path, body, parts] of made) {
      const answer = await client.send("POST", path, { body: body(ids) });
      if (answer.status >= 300) throw new Error(`${kind}: ${answer.status} ${answer.text}`);
      ids[kind] = answer.body.id;
      for (const [at, one] of parts?.(ids) ?? []) {
        const { status, text } = await client.send("POST", at, { body: one });
        if (status >= 300) throw new Error(`${at}: ${status} ${text}`);
      }
    }
  });
  afterAll(() => workspace?.dispose());

  test("the update takes them over and changes nothing, and the next one does nothing", async () => {
    const before = await content();
    const names = made.map(([kind, , body]) => {
      const { name, id } = body(ids) as { name?: string; id?: string };
      return `${kind === "holiday" ? "schedule" : kind}:${name ?? id}`;
    });
    const adopted = await commandLine(workspace.root, "adopt", ...names, "--stack", "dev");
    expect([adopted.err, adopted.code]).toEqual(["", 0]);
    expect(workspace.read("flows/queues.yaml")).toMatch(/^# What we sell\.\nqueues:/);

    const preview = await workspace.preview();
    const taken = new Set(preview.output.match(/The [^(\n]+ \([\w.-]+\) exists\. The update takes it over and .+/g));
    expect([...taken].filter((line) => !line.endsWith(" and changes nothing."))).toEqual([]);
    expect(taken.size).toBe(made.length);
    await workspace.up({ skipPreview: true });
    expect(await content()).toEqual(before);
    const next = await workspace.up({ skipPreview: true });
    expect(next.steps.filter(({ op }) => op !== "same")).toEqual([]);
    expect(await content()).toEqual(before);
  });

  test("verify compares each of them with its file, and only reads", async () => {
    const platform = await workspace.organisation();
    const verified = async () => {
      const { code, out } = await commandLine(workspace.root, "verify", "--format", "json", "--stack", "dev");
      const { findings } = JSON.parse(out) as {
        findings: { check: string; subject: string; verdict: string; text: string }[];
      };
      return {
        code,
        wrong: findings.flatMap((one) => (one.verdict === "holds" ? [] : [`${one.subject} ${one.check}: ${one.text}`])),
      };
    };
    const before = await platform.latestRequest();
    expect(await verified()).toEqual({ code: 0, wrong: [] });
    const methods = (await platform.requests(before)).map(({ method }) => method);
    expect(methods.filter((method) => method !== "GET" && method !== "POST")).toEqual([]);

    const { client } = platform;
    const queue = (await client.send("GET", `/api/v2/routing/queues/${ids["queue"]}`)).body;
    await client.send("PUT", `/api/v2/routing/queues/${ids["queue"]}`, {
      body: { ...queue, acwSettings: { ...queue.acwSettings, timeoutMs: 60_000 } },
    });
    await client.send("DELETE", `/api/v2/architect/emergencygroups/${ids["emergencyGroup"]}`);
    await client.send("PUT", `/api/v2/architect/prompts/${ids["prompt"]}/resources/en-us`, {
      body: { language: "en-us", ttsString: "Hello." },
    });
    const { code, wrong } = await verified();
    expect(code).toBe(1);
    expect(wrong.sort()).toEqual([
      "emergency group 'Storm' object: The organisation has no emergency group 'Storm'.",
      expect.stringMatching(
        /^prompt 'Welcome' content: It differs from flows\/prompts\.yaml: resources \[.*Welcome\..* -> \[.*Hello\..*\]\. The next update restores it\.$/,
      ),
      "queue 'Sales' content: It differs from flows/queues.yaml: acwTimeoutMs 45000 -> 60000. The next update restores it.",
    ]);
  });
});
