import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { explore } from "@genesys-flows/conversation/explore";
import { answersIn, type ChangedFlow, type Noticed, noticed, sideBySide } from "@genesys-flows/conversation/notice";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject } from "@genesys-flows/project";
import { temporaryFolder } from "../../harness/temporary-folder.ts";

const PIN = `commonModule: PIN
channels: [inboundCall]
outcomes: [right, wrong]
variables:
  Task.pin: string
  Task.verified: boolean
start: ask
nodes:
  ask:
    collectInput: {digits: {exact: 4}, into: Task.pin, prompt: "Your PIN, please."}
    on: {success: verify, failure: denied}
  verify:
    callData: {action: CRM/Verify PIN, inputs: {pin: =Task.pin}, outputs: {verified: Task.verified}}
    on: {success: check, failure: denied, timeout: denied}
  check: {decision: =Task.verified, on: {"yes": granted, "no": denied}}
  granted: {end: right}
  denied: {end: wrong}
`;

const caller = (name: string) => `inboundCall: ${name}
start: pin
nodes:
  pin: {callModule: pin, on: {right: to-queue, wrong: to-desk, error: bye}}
  to-queue: {transferToAcd: {queue: ${name}, priority: 3}, on: {failure: hang-up}}
  to-desk: {transferToAcd: {queue: Help desk}, on: {failure: hang-up}}
  bye: {playAudio: "Good bye.", then: hang-up}
  hang-up: {disconnect: {}}
`;

const MENU = `inboundCall: Menu
start: choose
nodes:
  choose: {menu: "For sales press 1, for support press 2.", on: {1: to-sales, 2: to-support}}
  to-sales: {transferToAcd: {queue: Sales}, on: {failure: hang-up}}
  to-support: {transferToAcd: {queue: Support}, on: {failure: hang-up}}
  hang-up: {disconnect: {}}
`;

const files = { "pin.yaml": PIN, "sales.yaml": caller("Sales"), "support.yaml": caller("Support") };
type Files = Readonly<Record<string, string>>;

const folder = temporaryFolder();
let made = 0;

async function stageOfFiles(flows: Files): Promise<Stage> {
  const root = path.join(folder(), String(made++));
  mkdirSync(path.join(root, "flows"), { recursive: true });
  for (const [name, text] of Object.entries(flows)) writeFileSync(path.join(root, "flows", name), text);
  return stageOfProject(await loadProject({ root }));
}

interface Both {
  readonly stages: { readonly before: Stage; readonly after: Stage };
  readonly changed: readonly ChangedFlow[];
}

/** Both versions of every flow but modules. */
async function bothOf(before: Files, after: Files): Promise<Both> {
  const stages = { before: await stageOfFiles(before), after: await stageOfFiles(after) };
  const changed = stages.before.flows
    .filter(({ type }) => type !== "commonModule")
    .map((flow) => ({ before: flow, after: stages.after.flow(flow.key ?? "") as RunnableFlow }));
  return { stages, changed };
}

async function noticedIn(before: Files, after: Files): Promise<Noticed> {
  const { changed, stages } = await bothOf(before, after);
  return noticed(changed, stages);
}

/** A text of the files changed, wherever it is. */
function changedFiles(of: Files, from: string, to: string): Files {
  const all = Object.entries(of).map(([name, text]) => [name, text.replaceAll(from, to)]);
  expect(all).not.toEqual(Object.entries(of));
  return Object.fromEntries(all);
}

const causesOf = ({ causes }: Noticed) =>
  causes.map(({ flows, after, now, before }) => [
    flows.map(({ name }) => name).join(" and "),
    after.join(", "),
    now,
    before,
  ]);

test("a changed prompt of a module is heard by all of its callers, before they do anything", async () => {
  const after = changedFiles(files, "Your PIN, please.", "Please enter your PIN.");
  const found = await noticedIn(files, after);
  expect(causesOf(found)).toEqual([["Sales and Support", "", 'hear "Please enter your PIN."', '"Your PIN, please."']]);
  expect(found.causes[0]?.conversations).toBe(found.conversations);
});

test("where callers land after a wrong PIN is said once for the callers of a module, with the keys that lead there", async () => {
  const found = await noticedIn(files, changedFiles(files, "wrong: to-desk, error: bye", "wrong: bye, error: to-desk"));
  expect(causesOf(found)).toEqual([
    ["Sales and Support", "caller is silent", 'hear "Good bye."', "being transferred to the queue 'Help desk'"],
  ]);
});

test("a changed queue and a changed priority are where callers land", async () => {
  const sales = {
    ...files,
    "sales.yaml": caller("Sales").replace("queue: Sales, priority: 3", "queue: Sales, priority: 5"),
  };
  expect(causesOf(await noticedIn(files, sales))).toEqual([
    [
      "Sales",
      "caller presses 1234",
      "are transferred to the queue 'Sales' with priority 5",
      "being transferred to the queue 'Sales' with priority 3",
    ],
  ]);
});

test("other ids of nodes, and words said in several parts, make no difference; it says how many conversations that rests on", async () => {
  const before = changedFiles(files, "wrong: to-desk, error: bye", "wrong: bye, error: to-desk");
  const after = changedFiles(
    changedFiles(before, "to-desk", "help"),
    '{playAudio: "Good bye.", then: hang-up}',
    '{playAudio: "Good", then: bye-bye}\n  bye-bye: {playAudio: "bye.", then: hang-up}',
  );
  const found = await noticedIn(before, after);
  expect([found.causes, found.unknown, found.bounded]).toEqual([[], 0, []]);
  expect(found.conversations).toBeGreaterThan(8);
});

test("whoever pressed a choice that is gone hears the menu again", async () => {
  const after = changedFiles(
    changedFiles({ "menu.yaml": MENU }, ", 2: to-support", ""),
    "  to-support: {transferToAcd: {queue: Support}, on: {failure: hang-up}}\n",
    "",
  );
  const found = await noticedIn({ "menu.yaml": MENU }, after);
  expect(causesOf(found)).toContainEqual([
    "Menu",
    "caller presses 2",
    'hear "For sales press 1, for support press 2."',
    "being transferred to the queue 'Support'",
  ]);
});

test("a data action under another name gets the answers of the old one", async () => {
  const found = await noticedIn(files, changedFiles(files, "CRM/Verify PIN", "CRM/Check PIN"));
  expect(found.causes).toEqual([]);
});

test("participant data that is no longer set is noticed where the conversation ends", async () => {
  const noted = (value: string) =>
    changedFiles(
      changedFiles(files, "right: to-queue", "right: note"),
      "  bye:",
      `  note: {setParticipantData: {source: ${value}}, then: to-queue}\n  bye:`,
    );
  expect(causesOf(await noticedIn(noted("phone"), noted("web")))).toEqual([
    ["Sales and Support", "caller presses 1234", 'have participant data source "web"', '"phone"'],
  ]);
});

/** The conversation of the first difference, a line for each step of both sides; `>` marks the first that differs. */
function playedIn({ causes: [cause] }: Noticed): string[] {
  if (!cause) throw new Error("Nothing differs.");
  return sideBySide(cause.example).map(({ before, after, isFirst }) =>
    [isFirst ? ">" : " ", ...[before, after].map((step) => (step ? `${step.does} ${step.text}` : "-"))].join(" | "),
  );
}

test("the shortest conversation of a difference goes on to its end in both versions, in step", async () => {
  const found = await noticedIn(files, changedFiles(files, "wrong: to-desk, error: bye", "wrong: bye, error: to-desk"));
  const [cause] = found.causes;
  expect(cause?.example.flow.name).toBe("Sales");
  expect(playedIn(found)).toEqual([
    "  | enters PIN | enters PIN",
    "  | hears Your PIN, please. | hears Your PIN, please.",
    "  | acts is silent | acts is silent",
    "> | lands the queue 'Help desk' | hears Good bye.",
    "  | ends an agent of the queue 'Help desk' answered | ends the flow disconnected",
  ]);
});

test("participant data that differs is marked where it is set, and what one version lacks has an empty side", async () => {
  const noted = (value: string) =>
    changedFiles(
      changedFiles(files, "right: to-queue", "right: note"),
      "  bye:",
      `  note: {setParticipantData: {source: ${value}}, then: to-queue}\n  bye:`,
    );
  const [marked] = playedIn(await noticedIn(noted("phone"), noted("web"))).filter((line) => line.startsWith(">"));
  expect(marked).toBe('> | sets participant data {source: "phone"} | sets participant data {source: "web"}');
  const greeted = changedFiles(
    files,
    "start: pin\nnodes:",
    'start: hello\nnodes:\n  hello: {playAudio: "Hello.", then: pin}',
  );
  expect(playedIn(await noticedIn(files, greeted)).slice(0, 3)).toEqual([
    "> | - | hears Hello.",
    "  | enters PIN | enters PIN",
    "  | hears Your PIN, please. | hears Your PIN, please.",
  ]);
});

test("an exploration that reaches its bound is said, and flows for which no time is left", async () => {
  const { changed, stages } = await bothOf(files, files);
  const { flows, bounded, left } = noticed(changed, stages, { conversations: 2, isOver: isOverAfter(1) });
  expect([flows, bounded, left].map((of) => of.map(({ name }) => name))).toEqual([["Sales"], ["Sales"], ["Support"]]);
});

test("a conversation that comes to an action without known effects counts as unknown", async () => {
  const { changed, stages } = await bothOf(files, files);
  const sales = stages.before.flow("sales") as RunnableFlow;
  const [one] = explore(sales, stages.before);
  const stopped = { asked: "dataAction CRM/Verify PIN", answer: { path: undefined } as const };
  const written = [[...(one?.answers ?? []).filter(({ asked }) => asked === "customer"), stopped]];
  const { unknown, causes } = noticed([{ ...(changed[0] as ChangedFlow), written }], stages);
  expect([unknown, causes]).toEqual([1, []]);
});

test("conversations that people wrote are compared, too", async () => {
  const { changed, stages } = await bothOf(
    files,
    changedFiles(files, "wrong: to-desk, error: bye", "wrong: bye, error: to-desk"),
  );
  const sales = stages.before.flow("sales") as RunnableFlow;
  const written = explore(sales, stages.before).map(({ transcript }) => answersIn(transcript));
  const only = noticed([{ ...(changed[0] as ChangedFlow), written }], stages, { conversations: 1 });
  expect(causesOf(only)).toEqual([
    ["Sales", "caller is silent", 'hear "Good bye."', "being transferred to the queue 'Help desk'"],
  ]);
});

test("what a written conversation leaves open happens in both versions", async () => {
  const { changed, stages } = await bothOf(files, changedFiles(files, "Good bye.", "Goodbye."));
  // The transfer that follows the hang-up is asked by both versions.
  const right = { path: "success", outputs: { verified: true } };
  const written = [
    [
      { asked: "customer", answer: { does: "presses", keys: "1234" } },
      { asked: "dataAction CRM/Verify PIN", answer: right },
    ] as const,
  ];
  const { causes } = noticed([{ ...(changed[0] as ChangedFlow), written }], stages, { conversations: 1 });
  expect(causes).toEqual([]);
});

function isOverAfter(times: number): () => boolean {
  let asked = 0;
  return () => asked++ >= times;
}

test("only what happens before the difference is said, not what comes after it", async () => {
  const again = {
    "pin.yaml": PIN.replace(
      "start: ask\nnodes:\n",
      "start: attempts\nnodes:\n  attempts: {loop: {times: 3}, on: {each: ask, done: denied}}\n",
    )
      .replace('"no": denied}', '"no": wrong}')
      .replace("  denied:", '  wrong: {playAudio: "That is not right.", then: attempts}\n  denied:'),
    "sales.yaml": caller("Sales"),
  };
  const [cause] = (await noticedIn(again, changedFiles(again, "not right", "wrong"))).causes;
  expect(cause?.after).toEqual(["caller presses 1234", "CRM/Verify PIN answers verified false"]);
});

test("what only the new version asks is answered in each way, also where few conversations are explored", async () => {
  const menu = changedFiles({ "menu.yaml": MENU }, "1: to-sales", "1: check");
  const checks = `  check: {callData: {action: CRM/Check, inputs: {}}, on: {success: to-sales, failure: hang-up, timeout: to-support}}\n`;
  const { changed, stages } = await bothOf({ "menu.yaml": MENU }, { "menu.yaml": menu["menu.yaml"] + checks });
  const found = noticed(changed, stages, { conversations: 1 });
  const instead = "being transferred to the queue 'Sales'";
  expect(causesOf(found)).toEqual([
    ["Menu", "caller presses 1, CRM/Check fails", "are disconnected", instead],
    ["Menu", "caller presses 1, CRM/Check times out", "are transferred to the queue 'Support'", instead],
  ]);
});
