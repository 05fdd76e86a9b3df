import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namedKind, nounOf } from "../../packages/platform/names/kinds.ts";
import {
  type MissingName,
  missingNamesTable,
  type UncheckedName,
} from "../../packages/provider/resources/flow/references/missing-names.ts";

const folder = join(import.meta.dirname, "golden");

/** Compares a text with `golden/<name>.txt`; writes the file when UPDATE_GOLDEN is set. */
function expectGolden(name: string, text: string): void {
  const file = join(folder, `${name}.txt`);
  if (process.env["UPDATE_GOLDEN"]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}

const acme = { name: "Acme Care", embedded: false };
const KINDS = [
  ...(["queue", "dataAction", "group", "user", "skill", "language", "script", "contactList"] as const),
  ...(["knowledgeBase", "skillGroup", "responseLibrary", "worktype", "wrapupCode", "prompt"] as const),
];
const flowName = (n: number) => `Imported ${String(n + 1).padStart(2, "0")}`;

function missingName(
  kind: MissingName["kind"],
  name: string,
  place: { flow: number; line: number; node?: string },
): MissingName {
  const key = `imported/flow-${String(place.flow + 1).padStart(2, "0")}`;
  return {
    ...{ kind, noun: nounOf(kind), name, flow: flowName(place.flow), key },
    ...(kind === "dataAction" && { category: "CRM" }),
    ...{ file: `flows/${key}.yaml`, line: place.line },
    ...(place.node !== undefined && { node: place.node }),
  };
}

/** 79 objects, each named by up to three of 29 flows, a few of them at two places of one flow. */
const missing: MissingName[] = Array.from({ length: 79 }, (_, n) => n).flatMap((n) => {
  const kind = KINDS[n % KINDS.length] as MissingName["kind"];
  const name = `${nounOf(kind).replace(/^./, (letter) => letter.toUpperCase())} ${n + 1}`;
  const flows = Array.from({ length: 1 + (n % 3) }, (_, m) => (n + 7 * m) % 29);
  const places = flows.map((flow, m) =>
    missingName(kind, name, { flow, line: 20 + n + m, ...(n % 2 === 0 && { node: `node-${n}` }) }),
  );
  const again = n % 10 === 0 ? [missingName(kind, name, { flow: flows[0] as number, line: 400 + n })] : [];
  return [...places, ...again].map((place) => (n % 13 === 0 ? { ...place, meant: `did you mean '${name}0'` } : place));
});

test("79 objects in 29 flows: one table, every place in it", () => {
  const unchecked: UncheckedName[] = [
    { ...missingName("systemPrompt", "silence", { flow: 1, line: 1 }), why: "no-lookup" },
    { ...missingName("systemPrompt", "on_hold_music", { flow: 2, line: 1 }), why: "no-lookup" },
    { ...missingName("systemPrompt", "silence", { flow: 3, line: 1 }), why: "no-lookup" },
    {
      ...missingName("flowOutcome", "Sold", { flow: 3, line: 1 }),
      why: "not-allowed",
      refusal: "GET /api/v2/flows/outcomes returned 403.",
    },
  ];
  expect(new Set(missing.map(({ kind, name }) => `${kind}:${name}`)).size).toBe(79);
  expect(new Set(missing.map(({ key }) => key)).size).toBe(29);
  const text = missingNamesTable(missing, unchecked, acme);
  for (const { file, line } of missing) expect(text).toContain(`${file}:${line}`);
  expectGolden("missing-names-79-in-29", `${text}\n`);
});

test("the order in which flows are planned does not matter", () => {
  expect(missingNamesTable(missing.toReversed(), [], acme)).toBe(missingNamesTable(missing, [], acme));
});

test("one name of one flow, in the embedded organisation", () => {
  const one = missingName("queue", "Salse", { flow: 0, line: 12, node: "queue" });
  expect(missingNamesTable([{ ...one, meant: "did you mean 'Sales'" }], [], { name: "Local", embedded: true })).toBe(
    [
      "1 object that 1 flow names exists neither in the organisation 'Local' nor in this stack. Nothing is published.",
      "",
      "kind   name   flow         file and line                               note",
      "-----  -----  -----------  ------------------------------------------  ---------------------",
      "queue  Salse  Imported 01  flows/imported/flow-01.yaml:12, node queue  did you mean 'Sales'?",
      "",
      "Correct the name, or create the object first. Queues can be declared under `queues:` in a file of flows/. Add objects that exist outside this stack to local/organisation.yaml, then run `npm run flowctl -- org seed`.",
    ].join("\n"),
  );
});

test("names that were not checked alone, and nothing at all", () => {
  const silence: UncheckedName = { ...missingName("systemPrompt", "silence", { flow: 1, line: 1 }), why: "no-lookup" };
  expect(missingNamesTable([], [silence], acme)).toBe(
    "Not checked, because the platform cannot look up this kind of object: system prompt 'silence'.",
  );
  expect(missingNamesTable([], [], acme)).toBe("");
});

test("every kind that a message may name has a noun", () => {
  expect(KINDS.filter((kind) => namedKind(kind) === undefined)).toEqual([]);
});
