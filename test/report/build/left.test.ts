import { buildReport, endText, htmlReport, markdownReport, textReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { message, runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const IVR = "genesyscloud:index/architectIvr:ArchitectIvr";
const COMPONENT = "genesys-flows:index:SharedModule";
const STACK = "urn:pulumi:dev::genesys-flows::";
const NEXT = "To make the remaining changes, run: npm run pulumi -- up --stack dev";

/** A module, published as 1.0, that the run publishes as another version, or leaves. */
const pin = (version: string, over: Partial<StepGiven> = {}): StepGiven => {
  const facts = { name: "PIN", type: "commonModule" };
  return {
    key: "pin",
    op: version === "1.0" ? "same" : "update",
    diffs: ["outline"],
    old: { inputs: { ...facts, digest: "1" }, outputs: { ...facts, digest: "1", publishedVersion: "1.0" } },
    new: { inputs: { ...facts, digest: version }, outputs: { ...facts, digest: version, publishedVersion: version } },
    ...over,
  };
};

/** A flow with a component of its own that holds modules. */
function caller(key: string, modulesHeld: Readonly<Record<string, string>>, over: Partial<StepGiven> = {}): StepGiven {
  const state = {
    id: `id-${key}`,
    inputs: { name: key, type: "inboundCall", digest: "3" },
    outputs: { name: key, type: "inboundCall", digest: "3", publishedVersion: "4.0", modulesHeld },
  };
  return { key, op: "same", old: state, new: state, parent: key, ...over };
}

const republished = (key: string, over: Partial<StepGiven> = {}): StepGiven => {
  const { new: next, ...same } = caller(key, { PIN: "1.0" });
  const inputs = { ...next?.inputs, modules: { pin: { name: "PIN", digest: "2.0" } } };
  return { ...same, op: "update", diffs: ["modules"], new: { inputs, outputs: {} }, ...over };
};

/** The component of a flow whose numbers change. */
const routed = (key: string, was: string, is: string): StepGiven => ({
  ...{ key, type: COMPONENT, op: "update" },
  old: { inputs: { numbers: was } },
  new: { inputs: { numbers: is } },
});
const ivr = (key: string, over: Partial<StepGiven> = {}): StepGiven => ({
  ...{ key: `${key}-ivr`, type: IVR, op: "update", diffs: ["dnis"], parent: key },
  old: { id: `ivr-${key}`, inputs: { name: key, dnis: ["+13175550100"] } },
  new: { id: `ivr-${key}`, inputs: { name: key, dnis: ["+13175550101"] } },
  ...over,
});

const made = (steps: readonly StepGiven[], o: Parameters<typeof runOf>[1] = { isUpdate: true }, planned = {}) =>
  buildReport(runOf(steps, o), { root: folder(), ...planned });
const failed = { isUpdate: true, result: "failed" } as const;

describe("what a failed update did not reach of its preview", () => {
  const planned = async () => made([pin("2.0"), republished("Sales"), ivr("Sales", { op: "create", parent: "x" })], {});

  test("is in the report with its version, counted in the first sentence, and below one heading", async () => {
    const { new: _, ...begun } = pin("2.0", { ended: "failed" });
    const steps = [{ ...begun, new: { inputs: { name: "PIN", digest: "2.0" } } }];
    const report = await made(steps, failed, { planned: await planned() });
    expect(report.verdict.text).toBe("The update failed: 0 of 3 changes were made, 1 failed, 2 not reached.");
    expect(report.flows.map(({ key, outcome, versions }) => [key, outcome, versions.after])).toEqual([
      ["pin", "failed", "1.0"],
      ["Sales", "not-reached", undefined],
    ]);
    const text = textReport(report);
    expect(text).toContain("Not done:\n~ Sales  inboundCall, 4.0, holds PIN 1.0 -> 2.0, not reached\n");
    expect(text).toContain("create IVR Sales, not reached\n");
    expect(text.endsWith(`\n\n${NEXT}\n`)).toBe(true);
    expect(markdownReport(report).join("")).toContain("#### Not done\n\n- `Sales` `4.0`");
    expect(htmlReport(report)).toContain("To make the remaining changes, run: ");
  });

  test("is nothing where the update did it all", async () => {
    const report = await made([pin("2.0"), republished("Sales"), ivr("Sales", { op: "create", parent: "x" })], failed, {
      planned: await planned(),
    });
    expect(report.flows.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    expect(textReport(report)).not.toContain(NEXT);
  });
});

describe("the IVR of a flow that an update could not change", () => {
  const why = "The number +13175550101 is in use.";
  const steps = [
    ...[caller("Sales", {}), routed("Sales", "+13175550100", "+13175550101")],
    ...[caller("Support", {}), routed("Support", "+13175550101", "+13175550100"), ivr("Support")],
  ];
  const said = [message("error", why, `${STACK}${IVR}::Sales-ivr`)];

  test("is listed with the reason and counted, and its numbers did not move", async () => {
    const report = await made([...steps, ivr("Sales", { ended: "failed" })], { ...failed, events: said });
    expect(report.verdict.text).toBe("The update failed: 1 of 2 changes were made, 1 failed.");
    expect(report.objects).toEqual([
      expect.objectContaining({ noun: "IVR", name: "Sales", outcome: "failed", failure: why }),
    ]);
    expect(report.flows.map(({ name, action, outcome }) => [name, action, outcome])).toEqual([
      ["Sales", "route", "failed"],
      ["Support", "route", "done"],
    ]);
    expect(report.numbers).toEqual([]);
    expect(textReport(report)).toContain(`  update IVR Sales, failed\n    Failed: ${why}\n`);
    expect(markdownReport(report).join("")).toContain("#### Failed\n\n- `Sales`: ");
    expect(htmlReport(report)).toContain(`Failed: ${why}`);
  });

  test("is not listed where the update changed it, nor in a preview", async () => {
    const done = await made([...steps, ivr("Sales")]);
    expect([done.objects, done.numbers.length]).toEqual([[], 2]);
    const preview = await made([...steps, ivr("Sales", { ended: "failed" })], { result: "failed", events: said });
    expect([preview.objects, preview.run.cause]).toEqual([[], why]);
  });

  test("that exists and is taken over is listed as imported", async () => {
    const text = "The IVR 'Sales' (ivr-1) exists. The update takes it over and changes nothing.";
    const events = [message("info", text, `${STACK}${IVR}::Sales-ivr`)];
    const report = await made([...steps, ivr("Sales", { op: "create" })], { events });
    expect(report.objects).toEqual([expect.objectContaining({ noun: "IVR", name: "Sales", action: "import" })]);
    expect(report.verdict.text).toContain("1 IVR will be imported");
  });
});

describe("the flows that an update left stale", () => {
  const callers = [caller("Sales", { PIN: "1.0", Errors: "4.0" }), caller("Support", { Errors: "4.0" })];

  test("are listed with the versions that they hold, and the command that publishes them", async () => {
    const report = await made([pin("2.0"), ...callers]);
    const holds = [{ module: "PIN", version: "1.0", published: "2.0" }];
    expect(report.stale).toEqual([{ key: "Sales", name: "Sales", holds }]);
    const listed = "Stale callers that are not part of this update:\n  Sales holds PIN 1.0, but 2.0 is published\n";
    expect(textReport(report)).toContain(listed);
    // The first sentence is one line, as programs search for it.
    const end = endText(report, { columns: 30 }).split("\n");
    expect(end[0]).toBe("1 module was published, nothing deleted.");
    expect(endText(report)).toBe(`${end[0]}\n\n${listed}\n${NEXT}\n`);
    expect(markdownReport(report).join("")).toContain("- `Sales` holds `PIN` `1.0`, but `2.0` is published");
    expect(htmlReport(report)).toContain("Stale callers");
  });

  test("once, where a refresh came before the update, and where the module is replaced", async () => {
    const read = [pin("1.0", { op: "refresh" }), ...callers.map((one) => ({ ...one, op: "refresh" }))];
    const old = pin("1.0", { op: "delete-replaced" });
    expect((await made([...read, pin("2.0"), ...callers, old])).stale).toHaveLength(1);
  });

  test.each([
    ["of a module that was not published", [pin("1.0"), ...callers]],
    ["of a caller that is republished", [pin("2.0"), republished("Sales"), ...callers.slice(1)]],
    ["of callers that hold the published version", [pin("2.0"), caller("Sales", { PIN: "2.0" })]],
  ])("are none %s", async (_, steps) => {
    const report = await made(steps);
    expect([report.stale, endText(report).split("\n").length]).toEqual([undefined, 2]);
  });

  test("are none in a preview, which changes nothing", async () => {
    expect((await made([pin("2.0"), ...callers], {})).stale).toBeUndefined();
  });
});
