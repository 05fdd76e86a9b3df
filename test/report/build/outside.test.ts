import { formatDiagnostic } from "@genesys-flows/architect";
import { buildReport, htmlReport, jsonReport, markdownReport, readReport, textReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { flowUrn, message, runOf, type StepGiven } from "../run.ts";
import { emptyReport, flowReport } from "../sample.ts";

const folder = temporaryFolder();
const QUEUE = "genesyscloud:index/routingQueue:RoutingQueue";
const INVENTORY = "genesyscloud:index/inventory:Inventory";
const urnOf = (type: string, key: string) => flowUrn(key).replace("genesyscloud:index/flow:Flow", type);

function same(key: string, name: string, type?: string): StepGiven {
  const state = { inputs: { name, type: "inboundCall", digest: "d" }, outputs: { name, digest: "d" } };
  return { key, op: "same", ...(type && { type }), old: state, new: state };
}
const steps = [
  same("sales", "Sales"),
  same("support", "Support"),
  same("billing", "Billing"),
  same("claims", "Claims", QUEUE),
  same("inventory", "Inventory", INVENTORY),
];

/** A note of the provider, as the engine hands it on. */
const noted = (urn: string, code: string, text: string, o: { flow?: string; severity?: "note" } = {}) => {
  const { severity = "warning", ...flow } = o;
  const shown = severity === "note" ? "info" : severity;
  return message(shown, formatDiagnostic({ code, severity, message: text, ...flow }), urn);
};
const drift = (key: string, name: string) =>
  noted(
    flowUrn(key),
    "drift",
    `The flow '${name}' was changed outside this stack: published by Ann.\nThis update leaves it as it is. Take it into the source:\n  npm run flowctl -- take ${key} --stack dev`,
  );
const events = [
  noted(flowUrn("billing"), "draft", "Somebody saved version 2.0.", { severity: "note" }),
  noted(urnOf(INVENTORY, "inventory"), "number-elsewhere", "No IVR has the number +1.", { flow: "support" }),
  noted(urnOf(QUEUE, "claims"), "deleted-outside", "The queue 'Claims' (1) was deleted outside this stack."),
  drift("support", "Support"),
  drift("sales", "Sales"),
];

describe("what was changed in Architect, without a change in the source", () => {
  const made = () => buildReport(runOf(steps, { events }), { root: folder() });

  test("stands beside 'Nothing changes', and a draft is not counted", async () => {
    const { verdict, flows, outside } = await made();
    expect(flows).toEqual([]);
    expect(verdict).toMatchObject({
      text: "Nothing changes; 2 flows were changed in Architect after the last update, 1 queue was deleted outside this stack, 1 number routes elsewhere.",
      drifted: 4,
      blocking: 0,
    });
    expect(outside.map(({ kind, flow, object }) => [kind, flow?.key ?? object])).toEqual([
      ["drift", "sales"],
      ["drift", "support"],
      ["deleted", { noun: "queue", name: "Claims" }],
      ["number", "support"],
      ["draft", "billing"],
    ]);
  });

  test("is in every form", async () => {
    const report = await made();
    const text = textReport(report, { columns: 200 });
    expect(text.split("\n").slice(0, 11)).toEqual([
      report.verdict.text,
      "Preview of dev, organisation unknown.",
      "",
      "Changed outside this stack:",
      "  Sales: The flow 'Sales' was changed outside this stack: published by Ann.",
      "    This update leaves it as it is. Take it into the source:",
      "      npm run flowctl -- take sales --stack dev",
      "  Support: The flow 'Support' was changed outside this stack: published by Ann.",
      "    This update leaves it as it is. Take it into the source:",
      "      npm run flowctl -- take support --stack dev",
      "  queue Claims: The queue 'Claims' (1) was deleted outside this stack.",
    ]);
    const [markdown = ""] = markdownReport(report);
    expect(markdown).toContain("**deleted** · queue `Claims`: ");
    expect(markdown).toContain("**drift** · `Sales`: ");
    expect(htmlReport(report)).toContain("<li>queue <b>Claims</b>: ");
    expect(readReport(jsonReport(report))).toEqual(report);
  });

  test("is in the report once, as the preview says it after the refresh", async () => {
    const said = (last: string, severity: "warning" | "error" = "warning") => {
      const text = `The flow 'Sales' was changed outside this stack: published by Ann.\n${last}`;
      return message(severity, formatDiagnostic({ code: "drift", severity, message: text }), flowUrn("sales"));
    };
    const read = said("The change blocks an update (onDrift: fail in the last update).");
    const shown = async (...all: (typeof read)[]) => {
      const { outside, findings, verdict } = await buildReport(runOf(steps, { events: all }), { root: folder() });
      expect([outside.length, verdict.drifted]).toEqual([1, 1]);
      return [outside[0]?.text.split("\n")[1], outside[0]?.blocks, findings.length];
    };
    const overwritten = "An update overwrites the change (onDrift: overwrite).";
    expect(await shown(read, said(overwritten))).toEqual([overwritten, false, 0]);
    const refused = "The change blocks an update (onDrift: fail).";
    expect(await shown(said(overwritten), said(refused, "error"))).toEqual([refused, true, 1]);
  });

  test("is not counted after an update, and absent without any", async () => {
    const updated = await buildReport(runOf(steps, { events, isUpdate: true }), { root: folder() });
    expect(updated.verdict.text).toBe("Nothing changes.");
    const { verdict, outside } = await buildReport(runOf(steps), { root: folder() });
    expect([verdict.text, outside, Object.keys(verdict).includes("drifted")]).toEqual(["Nothing changes.", [], false]);
  });

  test("a flow that gets another number keeps its own reason alone", async () => {
    const inventory = (numbers: Record<string, string>) => ({ inputs: { numbers }, outputs: { numbers } });
    const moved: StepGiven = {
      key: "inventory",
      op: "update",
      type: INVENTORY,
      old: inventory({ "+1": "sales" }),
      new: inventory({ "+1": "support" }),
    };
    const { flows, verdict } = await buildReport(runOf([...steps.slice(0, 3), moved], { events: events.slice(3) }), {
      root: folder(),
    });
    expect(flows.map(({ key, reasons }) => [key, reasons.map(({ kind }) => kind)])).toEqual([
      ["sales", ["numbers"]],
      ["support", ["numbers"]],
    ]);
    expect(verdict.text).toMatch(
      /^1 number will move, nothing deleted; 2 flows were changed in Architect after the last update\.$/,
    );
  });
});

test("a republished caller whose versions are not known has no empty place for them in HTML", () => {
  expect(htmlReport(emptyReport({ flows: [flowReport({ versions: {} })] }))).not.toContain("<small></small>");
});

describe("a queue that somebody changed, as a refresh reads it", () => {
  const urn = urnOf(QUEUE, "claims");
  const state = (live: number) => ({
    inputs: { name: "Claims", acwTimeoutMs: 30_000 },
    outputs: { acwTimeoutMs: live },
  });
  const about = { urn, type: QUEUE, diffs: ["acwTimeoutMs"] };
  const begins = {
    resourcePreEvent: { metadata: { urn, type: QUEUE, op: "refresh", old: state(30_000) }, planning: true },
  };
  const ends = (op: string) => ({
    resOutputsEvent: { metadata: { ...about, op, old: state(30_000), new: state(45_000) }, planning: true },
  });
  const said = noted(
    urn,
    "drift",
    "The queue 'Claims' was changed outside this stack: acwTimeoutMs 30000 -> 45000.\nAn update reverts the change.",
  );
  const update: StepGiven = {
    key: "claims",
    type: QUEUE,
    op: "update",
    diffs: ["acwTimeoutMs"],
    old: state(45_000),
    new: state(30_000),
  };
  const expected = {
    verdict: { text: "1 queue will be updated, nothing deleted; 1 queue was changed outside this stack.", drifted: 1 },
    objects: [{ name: "Claims", changes: [{ property: "acwTimeoutMs", from: "45000", to: "30000" }] }],
    outside: [{ kind: "drift", object: { noun: "queue", name: "Claims" } }],
  };

  test("by itself: an update sets back what is live", async () => {
    const run = runOf([], { events: [begins, ends("update"), said] });
    expect(await buildReport(run, { root: folder() })).toMatchObject(expected);
  });

  test("before a preview: the same", async () => {
    const { steps: refreshed, messages } = runOf([], { events: [begins, ends("refresh"), said] });
    const run = runOf([update]);
    expect(
      await buildReport({ ...run, steps: [...refreshed, ...run.steps], messages }, { root: folder() }),
    ).toMatchObject(expected);
  });

  test("in a refresh whose state was written: a later preview still has the live value", async () => {
    const { objects } = await buildReport(runOf([update]), { root: folder() });
    expect(objects).toMatchObject(expected.objects);
  });
});
