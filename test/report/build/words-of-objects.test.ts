import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  buildReport,
  htmlReport,
  jsonReport,
  playableRecordings,
  type Report,
  textReport,
} from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();

type Inputs = Readonly<Record<string, unknown>>;
const types = {
  queue: "genesyscloud:index/routingQueue:RoutingQueue",
  wrapupCode: "genesyscloud:index/routingWrapupcode:RoutingWrapupcode",
  skill: "genesyscloud:index/routingSkill:RoutingSkill",
  prompt: "genesyscloud:index/architectUserPrompt:ArchitectUserPrompt",
  table: "genesyscloud:index/architectDatatable:ArchitectDatatable",
  row: "genesyscloud:index/architectDatatableRow:ArchitectDatatableRow",
  rows: "genesyscloud:index/architectDatatableRows:ArchitectDatatableRows",
  emergencyGroup: "genesyscloud:index/architectEmergencygroup:ArchitectEmergencygroup",
  dataAction: "genesyscloud:index/integrationAction:IntegrationAction",
  ivr: "genesyscloud:index/architectIvr:ArchitectIvr",
} as const;

/** An object whose id is `id-<key>`, as it is before and after; undefined where it does not exist. */
function object(
  kind: keyof typeof types,
  key: string,
  before?: Inputs,
  after?: Inputs,
  o: Partial<StepGiven> = {},
): StepGiven {
  const op = before && after ? (before === after ? "same" : "update") : before ? "delete" : "create";
  const name = kind.startsWith("row") ? {} : { name: key };
  const state = (inputs: Inputs | undefined) => inputs && { id: `id-${key}`, inputs: { ...name, ...inputs } };
  const diffs = op === "update" ? [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])] : [];
  const changed = diffs.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  return {
    key,
    type: types[kind],
    op,
    diffs: changed,
    ...(before && { old: state(before) ?? {} }),
    ...(after && { new: state(after) ?? {} }),
    ...o,
  };
}

const stays = (kind: keyof typeof types, key: string, inputs: Inputs = {}) => object(kind, key, inputs, inputs);

function flow(key: string, references: Inputs = {}): StepGiven {
  const inputs = { name: key, type: "inboundCall", digest: "1".repeat(64), references };
  const state = { id: `flow-${key}`, inputs, outputs: { ...inputs, publishedVersion: "1.0" } };
  return { key, op: "same", old: state, new: state };
}

const reportOf = (...steps: readonly StepGiven[]): Promise<Report> => buildReport(runOf(steps), { root: folder() });
const linesOf = (report: Report) => textReport(report, { columns: 120 }).split("\n");

describe("what changes in an object, in the words of its kind", () => {
  const rows = (all: Inputs) => ({ datatableId: "id-Routing", rows: all });
  const text = (row: Inputs) => JSON.stringify(row);
  const resource = (language: string, more: Inputs) => ({ language, ...more });
  const callFlows = [{ emergencyFlowId: "flow-Storm", ivrIds: ["id-Sales line"] }];
  const schema = (properties: Inputs, required: readonly string[] = []) =>
    JSON.stringify({ type: "object", properties, required });

  test.each<[string, readonly StepGiven[], readonly string[]]>([
    [
      "rows of a table: changed, added and removed by key",
      [
        stays("table", "Routing"),
        object(
          "rows",
          "routing",
          rows({ "+13175550100": text({ queue: "Sales", priority: 5 }), "+1": text({ queue: "Old" }) }),
          rows({ "+13175550100": text({ queue: "Support", priority: 5 }), "+2": text({ queue: "New desk" }) }),
        ),
      ],
      [
        "  update rows of data table Routing",
        "    1 row changed, 1 added, 1 removed",
        "    ~ +13175550100: queue Sales -> Support",
        "    + +2: queue New desk",
        "    - +1: was queue Old",
      ],
    ],
    [
      "a row that is an object of its own",
      [
        stays("table", "Routing"),
        object(
          "row",
          "north",
          { datatableId: "id-Routing", keyValue: "north", propertiesJson: text({ queue: "A", open: true }) },
          { datatableId: "id-Routing", keyValue: "north", propertiesJson: text({ queue: "B", open: false }) },
        ),
      ],
      ["  update data table row north", "    ~ north: queue A -> B, open true -> false"],
    ],
    [
      "texts of a prompt by language, a new language and one that is removed",
      [
        object(
          "prompt",
          "Welcome",
          { resources: [resource("en-us", { ttsString: "Welcome" }), resource("fr-fr", { ttsString: "Bonjour" })] },
          {
            resources: [
              resource("en-us", { ttsString: "Welcome to Example." }),
              resource("de-de", { ttsString: "=Hallo" }),
            ],
          },
        ),
      ],
      [
        "  update prompt Welcome",
        "    + language de-de is new",
        '    + de-de says: "=Hallo"',
        '    ~ en-us says: "Welcome" -> "Welcome to Example."',
        "    - language fr-fr is removed",
        '    - fr-fr says (removed): "Bonjour"',
      ],
    ],
    [
      "a recording by its hash",
      [
        object(
          "prompt",
          "Welcome",
          { resources: [resource("en-us", { filename: "a.wav", fileContentHash: "a".repeat(64) })] },
          { resources: [resource("en-us", { filename: "a.wav", fileContentHash: "b".repeat(64) })] },
        ),
      ],
      ["    ~ en-us plays: a.wav, sha256 aaaaaaaaaaaa -> a.wav, sha256 bbbbbbbbbbbb"],
    ],
    [
      "a queue with names in place of ids",
      [
        stays("wrapupCode", "Sold"),
        stays("wrapupCode", "Lost"),
        flow("Music"),
        object("queue", "Sales", { wrapupCodes: ["id-Lost"] }, { wrapupCodes: ["id-Sold"], queueFlowId: "flow-Music" }),
      ],
      ["  update queue Sales", "    ~ wrapupCodes gains Sold, loses Lost", "    ~ queueFlow not set -> Music"],
    ],
    [
      "an emergency group that is enabled: what callers hear comes first",
      [
        stays("ivr", "Sales line"),
        flow("Storm"),
        object(
          "emergencyGroup",
          "Weather",
          { description: "a", enabled: false, emergencyCallFlows: callFlows },
          { description: "b", enabled: true, emergencyCallFlows: callFlows },
        ),
      ],
      [
        "  update emergency group Weather, used by Storm",
        "    ~ is now enabled: callers of Sales line hear Storm",
        '    ~ description "a" -> "b"',
      ],
    ],
    [
      "the contract and the request of a data action, without the values of headers",
      [
        object(
          "dataAction",
          "Verify PIN",
          {
            contractInput: schema({ pin: { type: "string" } }),
            contractOutput: schema({ customerId: { type: "string" }, name: { type: "string" } }),
            configRequest: {
              requestType: "GET",
              requestUrlTemplate: "/pin",
              headers: { "X-Key": "secret-1", Accept: "json" },
            },
          },
          {
            contractInput: schema({ pin: { type: "string" }, tries: { type: "integer" } }, ["tries"]),
            contractOutput: schema({ customerId: { type: "integer" }, level: { type: "string" } }),
            configRequest: {
              requestType: "POST",
              requestUrlTemplate: "/pin",
              headers: { "X-Key": "secret-2", Accept: "json" },
            },
          },
        ),
      ],
      [
        "    + breaking: input tries is new: integer, required",
        "    ~ breaking: output customerId: string -> integer",
        "    - breaking: output name is removed: was string",
        "    + output level is new: string (compatible)",
        "    ~ request method GET -> POST",
        "    ~ request header X-Key has a different value, which is not shown",
      ],
    ],
  ])("%s", async (_what, steps, expected) => {
    const report = await reportOf(...steps);
    const lines = linesOf(report);
    expect(lines).toEqual(expect.arrayContaining([...expected]));
    for (const form of [jsonReport(report), textReport(report), htmlReport(report)])
      expect(form).not.toMatch(/secret-\d/);
  });

  test("an object that gets a new id, with the flows that are republished", async () => {
    const replaced = object("skill", "Billing", { name: "Billing" }, { name: "Invoices" }, { op: "replace" });
    const report = await reportOf(flow("Sales", { "skill:Billing": "id-Billing" }), replaced);
    expect(linesOf(report)).toContain(
      "  replace skill Invoices: the new object has a new id; Sales is republished with it, and then the old object is deleted",
    );
  });

  test("ten thousand rows are a bounded report", async () => {
    const many = (queue: string) =>
      rows(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`+${n}`, text({ queue })])));
    const callers = Array.from({ length: 50 }, (_, n) => flow(`line-${n}`, { "dataTable:Routing": "id-Routing" }));
    const report = await reportOf(
      ...callers,
      stays("table", "Routing"),
      object("rows", "routing", many("A"), many("B")),
    );
    const [object_] = report.objects;
    expect(object_).toMatchObject({ name: "Routing", summary: "10000 rows changed", further: 9_800 });
    expect(object_?.details).toHaveLength(200);
    expect(report.flows[0]?.uses).toMatchObject([{ summary: "10000 rows changed", further: 9_995 }]);
    const lines = linesOf(report);
    expect(lines).toContain("    uses data table Routing, whose rows change");
    expect(lines.filter((line) => line === "    and 9980 more")).toHaveLength(1);
    expect(jsonReport(report).length).toBeLessThan(300_000);
    expect(report.verdict.text).toBe("The rows of 1 data table will be updated, nothing deleted.");
  });
});

test("a recording plays in the page where it is small and is the one of the report", async () => {
  const root = folder();
  const bytes = Buffer.concat([Buffer.from("RIFF\u0000\u0000\u0000\u0000WAVEfmt "), Buffer.alloc(64)]);
  writeFileSync(path.join(root, "welcome.wav"), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const prompt = (hash: string, file = "welcome.wav") => ({
    resources: [{ language: "en-us", filename: file, fileContentHash: hash }],
  });
  const report = await buildReport(
    runOf([
      object("prompt", "Welcome", prompt("0".repeat(64)), prompt(sha256)),
      object("prompt", "Bye", undefined, prompt("1".repeat(64), "../welcome.wav")),
    ]),
    { root },
  );
  const recordings = await playableRecordings(report, { root });
  expect([...recordings.keys()]).toEqual([sha256]);
  const page = htmlReport(report, { recordings });
  expect(page).toContain(`src="data:audio/wav;base64,${bytes.toString("base64")}"`);
  expect(page).toContain("media-src data:");
  expect(htmlReport(report)).not.toMatch(/<audio|media-src/);
});

describe("an object that may have another name", () => {
  const said = (...steps: readonly StepGiven[]) =>
    reportOf(...steps).then(({ findings }) => findings.map(({ message, hint }) => `${message} ${hint}`));
  const text = (words: string) => ({ resources: [{ language: "en-us", ttsString: words }] });

  test("is suspected where the content is the same, and the fix is named", async () => {
    expect(
      await said(object("prompt", "Welcome", text("Hello")), object("prompt", "Greeting", undefined, text("Hello"))),
    ).toEqual([
      "The update would delete the prompt 'Welcome' and create 'Greeting', which looks the same. " +
        "If this is the same prompt under a new name, add `formerly: [\"Welcome\"]` to the entry for 'Greeting': " +
        "flows are then republished before the old object is deleted.",
    ]);
    expect(await said(object("wrapupCode", "Sale", {}), object("wrapupCode", "Sold", undefined, {}))).toHaveLength(1);
  });

  test("is not suspected where the content is another one, or several are alike", async () => {
    expect(
      await said(object("prompt", "Welcome", text("Hello")), object("prompt", "Bye", undefined, text("Goodbye"))),
    ).toEqual([]);
    expect(
      await said(
        object("wrapupCode", "A", {}),
        object("wrapupCode", "B", {}),
        object("wrapupCode", "C", undefined, {}),
      ),
    ).toEqual([]);
    expect(await said(object("wrapupCode", "A", {}), object("skill", "B", undefined, {}))).toEqual([]);
  });
});
