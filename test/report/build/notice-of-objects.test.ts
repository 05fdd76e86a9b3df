import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type FlowProject, loadProject } from "@genesys-flows/project";
import { buildReport, textReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
let made = 0;
/** A Wednesday. */
const now = new Date("2026-11-25T15:00:00Z");

const FLOW = `inboundCall: Desk
start: hours
nodes:
  hours: {evaluateScheduleGroup: {group: Office hours, emergency: Storm}, on: {open: find, closed: closed, holiday: closed, emergency: storm}}
  closed: {playAudio: {prompt: Prompt.Closed}, then: hang-up}
  storm: {playAudio: "There is a storm.", then: hang-up}
  find: {dataTableLookup: {table: Routing, key: "1", outputs: {queue: Flow.queue}}, on: {found: to-queue, notFound: hang-up, failure: hang-up}}
  to-queue: {transferToAcd: {queue: =FindQueue(Flow.queue)}, on: {failure: hang-up}}
  hang-up: {disconnect: {}}
variables: {Flow.queue: string}
`;
const OBJECTS = `schedules:
  Weekdays: {days: Mon-Fri, from: "08:00", to: "16:00"}
scheduleGroups:
  Office hours: {zone: America/New_York, open: [Weekdays]}
emergencyGroups:
  Storm: {enabled: true}
prompts:
  Closed: {en-us: {text: "We are closed."}}
dataTables:
  Routing: {key: number, columns: {queue: string}, rows: {"1": {queue: Sales}}}
`;

const token = (name: string) => `genesyscloud:index/architect${name}`;
type Inputs = Readonly<Record<string, unknown>>;

function object(type: string, key: string, before: Inputs, after: Inputs = before): StepGiven {
  const names = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const state = (inputs: Inputs) => ({ id: `id-${key}`, inputs: { name: key, ...inputs } });
  return { key, type, op: names.length > 0 ? "update" : "same", diffs: names, old: state(before), new: state(after) };
}

const schedule = {
  start: "2024-01-01T08:00:00",
  end: "2024-01-01T16:00:00",
  rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
};
const says = (text: string) => ({ resources: [{ language: "en-us", ttsString: text }] });
const row = (queue: string, key = "1") => ({ datatableId: "id-Routing", rows: { [key]: JSON.stringify({ queue }) } });

async function noticeWith(changed: {
  schedule?: Inputs;
  prompt?: Inputs;
  rows?: Inputs;
  /** The key of the row, which is then looked up by the number that is called. */
  number?: string;
  isStorm?: boolean;
  zone?: string;
}): Promise<string[]> {
  const root = path.join(folder(), String(made++));
  mkdirSync(path.join(root, "flows"), { recursive: true });
  const { number } = changed;
  const flow = number === undefined ? FLOW : FLOW.replace('key: "1"', "key: =Call.CalledAddress");
  writeFileSync(path.join(root, "flows", "desk.yaml"), flow);
  const objects = changed.isStorm ? OBJECTS : OBJECTS.replace("enabled: true", "enabled: false");
  writeFileSync(path.join(root, "flows", "objects.yaml"), objects.replace('{"1":', `{"${number ?? "1"}":`));
  const project: FlowProject = await loadProject({ root });
  const [unit] = project.flows;
  const references = {
    "scheduleGroup:Office hours": "id-Office hours",
    "emergencyGroup:Storm": "id-Storm",
    "prompt:Closed": "id-Closed",
    "dataTable:Routing": "id-Routing",
  };
  const inputs = { name: "Desk", type: "inboundCall", digest: unit?.digest, references };
  const state = { id: "flow-desk", inputs, outputs: { ...inputs, publishedVersion: "1.0" } };
  const run = runOf([
    { key: "desk", op: "same", old: state, new: state },
    object(token("Schedules:ArchitectSchedules"), "Weekdays", changed.schedule ?? schedule, schedule),
    object(
      token("Schedulegroups:ArchitectSchedulegroups"),
      "Office hours",
      { timeZone: changed.zone ?? "America/New_York", openSchedulesId: ["id-Weekdays"] },
      { timeZone: "America/New_York", openSchedulesId: ["id-Weekdays"] },
    ),
    object(
      token("UserPrompt:ArchitectUserPrompt"),
      "Closed",
      changed.prompt ?? says("We are closed."),
      says("We are closed."),
    ),
    object(
      token("Emergencygroup:ArchitectEmergencygroup"),
      "Storm",
      { enabled: false },
      { enabled: changed.isStorm === true },
    ),
    object(token("Datatable:ArchitectDatatable"), "Routing", {}),
    object(
      token("DatatableRows:ArchitectDatatableRows"),
      "routing",
      changed.rows ?? row("Sales", number),
      row("Sales", number),
    ),
  ]);
  const report = await buildReport(run, { root, project, now, noticeWithinMs: Number.POSITIVE_INFINITY });
  const shown = textReport(report, { columns: 400 }).split("\n");
  return shown
    .filter((line) => / instead of /.test(line))
    .map((line) => line.trim().replace(/ \(\d+ conversations?.*/, ""));
}

test("opening hours: at the times at which they differ, callers hear another thing", async () => {
  const until18 = { ...schedule, end: "2024-01-01T18:00:00" };
  const lines = await noticeWith({ schedule: until18 });
  const at = "After: a conversation on Wed 25 Nov 2026 at 16:00 (America/New_York)";
  expect(lines).toEqual([
    `${at}: callers of Desk hear "We are closed." instead of being transferred to the queue 'Sales'`,
    `${at}, Routing 1 is found: callers of Desk hear "We are closed." instead of being disconnected`,
  ]);
});

test("an emergency that is declared", async () => {
  expect(await noticeWith({ isStorm: true })).toContain(
    `After: a conversation that begins now: callers of Desk hear "There is a storm." instead of being transferred to the queue 'Sales'`,
  );
});

test("hours in a zone that does not exist are not compared", async () => {
  expect(await noticeWith({ zone: "Mars/Phobos" })).toEqual([]);
});

test("the text of a prompt", async () => {
  expect(await noticeWith({ prompt: says("We are not here.") })).toEqual([
    'Callers of Desk hear "We are closed." instead of "We are not here."',
  ]);
});

test("a row of a table", async () => {
  expect(await noticeWith({ rows: row("Support") })).toEqual([
    "After: Office hours is open: callers of Desk are transferred to the queue 'Sales' instead of being transferred to the queue 'Support'",
  ]);
});

test("a row that callers come to by the number that they call", async () => {
  const number = "+13175550151";
  expect(await noticeWith({ number, rows: row("Support", number) })).toEqual([
    `After: Office hours is open, caller calls ${number}: callers of Desk are transferred to the queue 'Sales' instead of being transferred to the queue 'Support'`,
  ]);
});

test("nothing, where nothing is changed that callers hear", async () => {
  expect(await noticeWith({})).toEqual([]);
});
