import { buildReport, type Report, textReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { message, runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const STACK = "urn:pulumi:dev::genesys-flows::";

/** Types of resources, as the engine names them. */
const types = {
  queue: "genesyscloud:index/routingQueue:RoutingQueue",
  prompt: "genesyscloud:index/architectUserPrompt:ArchitectUserPrompt",
  schedule: "genesyscloud:index/architectSchedules:ArchitectSchedules",
  group: "genesyscloud:index/architectSchedulegroups:ArchitectSchedulegroups",
  table: "genesyscloud:index/architectDatatable:ArchitectDatatable",
  row: "genesyscloud:index/architectDatatableRow:ArchitectDatatableRow",
  ivr: "genesyscloud:index/architectIvr:ArchitectIvr",
} as const;
type Noun = keyof typeof types;

type Inputs = Readonly<Record<string, unknown>>;

/** An object that stays as it is, or whose inputs become others. Its id is its key. */
function object(noun: Noun, key: string, inputs: Inputs, next?: Inputs): StepGiven {
  const all = { name: key, ...inputs };
  const changed = Object.keys(next ?? {});
  return {
    ...{ key, type: types[noun], op: next ? "update" : "same", diffs: changed },
    old: { id: key, inputs: all },
    new: { id: key, inputs: { ...all, ...next } },
  };
}

const DIGEST = "1".repeat(64);

/** A flow that stays as it is, with what it names. */
function flow(key: string, o: { references?: Inputs; modules?: readonly string[]; type?: string } = {}): StepGiven {
  const { references = {}, modules = [], type = "inboundCall" } = o;
  const called = Object.fromEntries(
    modules.map((module) => [module, { id: `flow-${module}`, name: module, digest: DIGEST }]),
  );
  const inputs = { name: key, type, digest: DIGEST, references, modules: called };
  const state = { id: `flow-${key}`, inputs, outputs: { ...inputs, publishedVersion: "1.0" } };
  return { key, op: "same", old: state, new: state };
}

const urnOf = (noun: Noun, key: string) => `${STACK}${types[noun]}::${key}`;
const stays = (what: string, urn: string, was?: string) =>
  message("info", `The ${what} stays: same id, nothing deleted.${was ? ` It was ${was} until now.` : ""}`, urn);

const report = (...given: Parameters<typeof runOf>): Promise<Report> =>
  buildReport(runOf(...given), { root: folder() });

const others = [
  object("schedule", "Weekdays", { end: "17:00" }),
  object("group", "Office hours", { openSchedulesId: ["Weekdays"] }),
  object("prompt", "Welcome", { description: "old" }),
  object("table", "Branches", {}),
  object("row", "north", { datatableId: "Branches", propertiesJson: "{}" }),
  object("queue", "Desk", { acwTimeoutMs: 1 }),
];
const center = [
  flow("opening", { references: { "scheduleGroup:Office hours": "Office hours" }, type: "commonModule" }),
  flow("desk", { references: { q: "Desk", p: "Welcome", t: "Branches" }, modules: ["opening"] }),
  flow("alone"),
];

/** The stack with one object changed. */
const withChange = (key: string, next: Inputs): StepGiven[] => [
  ...others.map((step) =>
    step.key === key
      ? {
          ...step,
          op: "update",
          diffs: Object.keys(next),
          new: { ...step.new, inputs: { ...step.new?.inputs, ...next } },
        }
      : step,
  ),
  ...center,
];

describe("an object that changes, under each flow that uses it", () => {
  test.each<[string, string, Inputs, readonly string[], readonly string[]]>([
    [
      "a schedule, through its group and a module",
      "Weekdays",
      { end: "16:00" },
      ["opening", "desk"],
      ["schedule group Office hours", "module opening"],
    ],
    ["a schedule group", "Office hours", { timeZone: "UTC" }, ["opening", "desk"], ["module opening"]],
    ["a prompt", "Welcome", { description: "new" }, ["desk"], []],
    ["a table row, through its table", "north", { propertiesJson: "[]" }, ["desk"], ["data table Branches"]],
    ["a setting of a queue", "Desk", { acwTimeoutMs: 2 }, ["desk"], []],
  ])("%s", async (_what, key, next, flows, through) => {
    const made = await report(withChange(key, next));
    expect(made.flows.map((one) => [one.key, one.action])).toEqual(flows.map((one) => [one, "affected"]));
    const desk = made.flows.find((one) => one.key === "desk")?.uses?.[0];
    expect(desk).toMatchObject({ name: key, action: "update", changes: [{ property: Object.keys(next)[0] }] });
    expect(desk?.through?.map(({ noun, name }) => `${noun} ${name}`) ?? []).toEqual(through);
    expect(made.untouched.map((one) => one.key)).not.toEqual(expect.arrayContaining(["desk"]));
    expect(made.untouched.map((one) => one.key)).toContain("alone");
    expect(made.verdict.text).toMatch(/^1 .* will be updated, nothing deleted\.$/);
  });

  test("every kind of object that is deleted is in the first sentence", async () => {
    const gone = others.map(
      (step): StepGiven => ({ key: step.key, type: step.type as string, op: "delete", old: step.old as object }),
    );
    const { verdict } = await report(gone);
    expect(verdict.text).toBe(
      "1 data table, 1 data table row, 1 schedule group, 1 schedule, 1 prompt and 1 queue will be deleted.",
    );
    expect(verdict.deleted).toBe(6);
  });
});

describe("an object that the engine replaces", () => {
  const replaced = (key: string, next?: Inputs) =>
    others.map(
      (step): StepGiven =>
        step.key === key
          ? { ...step, op: "replace", diffs: [], new: { ...step.new, inputs: { ...step.new?.inputs, ...next } } }
          : step,
    );
  const said = stays("queue 'Desk' (Desk)", urnOf("queue", "Desk"));

  test("and that stays is replaced in the state: no flow is affected, and the message is not repeated", async () => {
    const made = await report([...replaced("Desk"), ...center], { events: [said] });
    expect(made.objects).toMatchObject([{ name: "Desk", action: "replace", id: "kept", changes: [] }]);
    expect([made.flows, made.messages]).toEqual([[], []]);
    expect(made.verdict).toMatchObject({
      text: "1 queue will be replaced in the state, nothing deleted.",
      replaced: 1,
      deleted: 0,
    });
    expect(textReport(made)).toContain("replace queue Desk in the state: the id is kept, and nothing is deleted");
  });

  test("and that stays with another setting is updated, too", async () => {
    const made = await report([...replaced("Desk", { acwTimeoutMs: 3 }), ...center], { events: [said] });
    expect(made.verdict.text).toBe("1 queue will be updated, 1 queue will be replaced in the state, nothing deleted.");
    expect(made.flows).toMatchObject([
      {
        key: "desk",
        uses: [{ name: "Desk", action: "update", changes: [{ property: "acwTimeoutMs", from: "1", to: "3" }] }],
      },
    ]);
  });

  test("and that does not stay is deleted for a new one", async () => {
    const made = await report([...replaced("Desk"), ...center]);
    expect(made.objects).toMatchObject([{ name: "Desk", action: "replace", id: "new" }]);
    expect(made.verdict).toMatchObject({
      text: "1 queue will be replaced, 1 queue will be deleted.",
      replaced: 1,
      deleted: 1,
    });
    expect(made.flows).toMatchObject([{ key: "desk", uses: [{ name: "Desk", action: "replace" }] }]);
  });

  test("because it moves to another parent is one replacement, not a creation and a deletion", async () => {
    const moved = "genesyscloud:index/routingQueue:RoutingQueue";
    const [state] = others.filter(({ key }) => key === "Desk").map(({ old }) => old);
    const was = `${STACK}team:index:Desks$${moved}::Desk`;
    const steps: StepGiven[] = [
      { key: "Desk", type: moved, op: "create", new: { inputs: { ...state?.inputs, acwTimeoutMs: 5 } } },
      { key: "Desk", type: `team:index:Desks$${moved}`, op: "delete", old: state as object },
    ];
    const made = await report([...steps, ...center], {
      events: [stays("queue 'Desk' (Desk)", urnOf("queue", "Desk"), was)],
    });
    expect(made.objects).toMatchObject([{ action: "replace", id: "kept", changes: [{ property: "acwTimeoutMs" }] }]);
    expect(made.flows).toMatchObject([{ key: "desk", action: "affected" }]);
    expect(made.verdict.deleted).toBe(0);
  });

  test("is shown where it is the IVR of a flow's numbers", async () => {
    const ivr: StepGiven = { ...object("ivr", "desk-ivr", {}), op: "replace", parent: "desk" };
    const made = await report([ivr, ...center], {
      events: [stays("IVR 'desk-ivr' (desk-ivr)", urnOf("ivr", "desk-ivr"))],
    });
    expect(made.verdict.text).toBe("1 IVR will be replaced in the state, nothing deleted.");
  });
});

describe("after a lost state", () => {
  const said = (text: string, urn: string) => message("info", text, urn);
  const INVENTORY = "genesyscloud:index/inventory:Inventory";

  test("an object that the update takes over is imported, and a message says what it changes of it", async () => {
    const queue = { ...object("queue", "Desk", {}), op: "create" };
    const exists = (effect: string) =>
      said(`The queue 'Desk' (id-1) exists. The update takes it over and changes ${effect}.`, urnOf("queue", "Desk"));
    const made = await report([queue], { events: [exists("nothing")] });
    expect(made.objects).toMatchObject([{ action: "import", name: "Desk" }]);
    expect(made).toMatchObject({ verdict: { text: "1 queue will be imported, nothing deleted." }, messages: [] });
    expect((await report([queue], { events: [exists("acwTimeoutMs")] })).messages).toHaveLength(1);
  });

  test("a number that routes to its flow does not move; another one does", async () => {
    const inventory: StepGiven = {
      ...{ key: "inventory", type: INVENTORY, op: "create" },
      new: { inputs: { numbers: { "+13175550100": "desk", "+13175550101": "desk" } } },
    };
    const events = [said("+13175550100 already routes to desk.", `${STACK}${INVENTORY}::inventory`)];
    const made = await report([...center, inventory], { events });
    expect(made.numbers).toEqual([{ number: "+13175550101", to: { key: "desk", name: "desk" } }]);
    expect(made.messages).toEqual([]);
  });

  test("what the engine did not begin after an error is no cause of its own", async () => {
    const events = [
      message("error", "The queue 'Desk' already exists (id-1).", urnOf("queue", "Desk")),
      message(
        "error",
        `expected resource operations for ${urnOf("queue", "Other")} but none were seen`,
        `${STACK}x::y`,
      ),
    ];
    const made = await report([{ ...object("queue", "Desk", {}), op: "create", ended: "failed" }], {
      ...{ isUpdate: true, result: "failed", events },
    });
    expect(made.run.cause).toBe("The queue 'Desk' already exists (id-1).");
  });

  test("a command stays on one line, to be pasted", async () => {
    const command = `npm run pulumi -- import genesyscloud:index/routingQueue:RoutingQueue desk ${"1".repeat(36)} --yes --stack dev`;
    const events = [
      message("error", `The queue exists. Import it alone: ${command}\nOr:\n  ${command}`, urnOf("queue", "Desk")),
    ];
    const made = await report([{ ...object("queue", "Desk", {}), op: "create", ended: "failed" }], {
      ...{ isUpdate: true, result: "failed", events },
    });
    const lines = textReport(made, { columns: 80 }).split("\n");
    // At the object, and in the cause.
    expect(lines.filter((line) => line.trim() === command)).toHaveLength(2 * 2);
  });
});

test("the IVR of a flow that stays without a number is deleted, and the first sentence says so", async () => {
  const component = { key: "desk", type: "genesys-flows:index:SharedModule", op: "same", old: {}, new: {} };
  const { type, old } = object("ivr", "desk-ivr", {});
  const gone: StepGiven = { key: "desk-ivr", ...(type && { type }), ...(old && { old }), op: "delete", parent: "desk" };
  const made = await report([component, gone, ...center]);
  expect(made.objects).toMatchObject([{ noun: "IVR", action: "delete" }]);
  expect(made.verdict.text).toBe("1 IVR will be deleted.");
  expect((await report([{ ...component, op: "delete" }, gone, ...center])).objects).toEqual([]);
});

test("a flow of another type is a new one, and the old one is deleted", async () => {
  const [, desk] = center as [StepGiven, StepGiven];
  const next = { ...desk.new, inputs: { ...desk.new?.inputs, type: "outboundCall" } };
  const made = await report([{ ...desk, op: "replace", new: next }]);
  expect(made.flows).toMatchObject([{ versions: { after: "1.0" }, reasons: [{ kind: "replaced", id: "new" }] }]);
  expect(made.flows[0]?.versions.before).toBeUndefined();
  expect(made.verdict.text).toContain("1 flow will be deleted");
});
