import { buildReport, reportSchema } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { flowUrn, message, runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const COMPONENT = "genesys-flows:index:SharedModule";
const [D1, D2, D3] = ["1", "2", "3"].map((digit) => digit.repeat(64)) as [string, string, string];

/** A module whose document changes from `was` to `is`. */
function changed(o: { was: string; is: string; inputs?: string; over?: Partial<StepGiven> }): StepGiven {
  const facts = { name: "PIN", type: "commonModule" };
  const oldOutline = { ask: "collectInput 1", gone: "end 1" };
  return {
    key: "pin",
    op: "update",
    diffs: ["digest"],
    parent: "pin",
    old: {
      inputs: { ...facts, digest: o.inputs ?? o.was, outline: oldOutline },
      outputs: { ...facts, digest: o.was, publishedVersion: "3.0" },
    },
    new: { inputs: { ...facts, digest: o.is, outline: { ask: "collectInput 2", more: "end 1" } } },
    ...o.over,
  };
}

function caller(over: Partial<StepGiven> = {}, inputs: Record<string, unknown> = {}): StepGiven {
  const facts = { name: "Sales", type: "inboundCall", digest: D3 };
  const modules = (digest: string) => ({ pin: { name: "PIN", digest } });
  return {
    key: "sales",
    op: "update",
    diffs: ["modules"],
    old: {
      inputs: { ...facts, modules: modules(D1) },
      outputs: {
        ...facts,
        publishedVersion: "1.0",
        modulesHeld: { PIN: "3.0" },
        publishedModules: { pin: `PIN ${D1}` },
      },
    },
    new: { inputs: { ...facts, modules: modules(D2), ...inputs } },
    ...over,
  };
}

function component(was: string, is: string): StepGiven {
  const summary = (digest: string, text: string) => ({ digest, nodes: { ask: { says: text } } });
  const [old, next] = [{ inputs: summary(was, "Old.") }, { inputs: summary(is, "New.") }];
  return { key: "pin", op: "update", type: COMPONENT, old, new: next };
}

const report = (...given: Parameters<typeof runOf>) => buildReport(runOf(...given), { root: folder() });

describe("the old side of a changed flow", () => {
  test("is the component's inputs where they carry the published digest", async () => {
    const { flows } = await report([component(D1, D2), changed({ was: D1, is: D2 })]);
    expect(flows[0]).toMatchObject({
      comparison: { available: true, source: "component" },
      changes: [{ sign: "~", node: "ask", values: { from: "Old.", to: "New." } }],
    });
  });

  test("is not the component's inputs after an update that failed, whose inputs are of another version", async () => {
    const { flows } = await report([component(D3, D2), changed({ was: D1, is: D2, inputs: D3 })]);
    expect(flows[0]).toMatchObject({
      changes: [],
      comparison: { available: false, why: expect.stringContaining("The document of the"), nodes: [] },
    });
  });

  test("is named by the outline where it is of the published version", async () => {
    const { flows } = await report([changed({ was: D1, is: D2 })]);
    expect(flows[0]?.comparison).toMatchObject({
      available: false,
      nodes: [
        { node: "ask", change: "changed" },
        { node: "gone", change: "removed" },
        { node: "more", change: "added" },
      ],
    });
  });

  test("is unknown where the published version is not one of this stack", async () => {
    const { flows } = await report([changed({ was: "", is: D2 })]);
    expect(flows[0]).toMatchObject({ action: "publish", comparison: { available: false, nodes: [] } });
  });
});

test("what an interrupted update may have published is not compared", async () => {
  const run = runOf([component(D1, D2), changed({ was: D1, is: D2 })]);
  const { flows } = await buildReport(run, { root: folder(), interrupted: new Set([flowUrn("pin")]) });
  expect(flows[0]).toMatchObject({ changes: [], comparison: { available: false, nodes: [] } });
});

test("nor is a version that a preview finds and the state does not have", async () => {
  const text = "An interrupted run of this stack published version 4.0, which the state does not have yet.";
  const steps = [component(D1, D2), changed({ was: D1, is: D2 })];
  const made = await report(steps, { events: [message("info", text, flowUrn("pin"))] });
  expect(made.flows[0]).toMatchObject({ changes: [], comparison: { available: false, nodes: [] } });
  expect(made.messages).toEqual([]);
});

describe("what an update does", () => {
  test("publishes a module and republishes its caller, with the versions to be expected", async () => {
    const made = await report([changed({ was: D1, is: D2 }), caller()]);
    expect(reportSchema.safeParse(made).error).toBeUndefined();
    expect(made.verdict.text).toBe("1 module and 1 flow will be published, nothing deleted.");
    expect(made.flows).toMatchObject([
      { key: "pin", action: "publish", reasons: [{ kind: "own-change" }], versions: { before: "3.0", after: "4.0" } },
      {
        key: "sales",
        action: "republish",
        reasons: [{ kind: "module", from: "3.0", to: "4.0" }],
        holds: [{ before: "3.0", after: "4.0" }],
      },
    ]);
    expect(made.flows[0]?.callers).toEqual([{ key: "sales", name: "Sales" }]);
  });

  test("holds back a pinned caller", async () => {
    const made = await report([changed({ was: D1, is: D2 }), caller({}, { pin: true })]);
    expect(made.flows[1]).toMatchObject({
      action: "held",
      reasons: [{ kind: "pinned", version: "3.0" }],
      holds: [{ before: "3.0", after: "3.0" }],
      versions: { before: "1.0", after: "1.0" },
    });
    expect(made.verdict).toMatchObject({ modules: 1, flows: 0, held: 1 });
  });

  test.each([
    ["of the next version is recorded", "4.0", "record", "4.0"],
    ["of the version that a refresh has read is recorded", "3.0", "record", "3.0"],
    ["of an earlier version, which was left in the stack's file, is published", "2.0", "publish", "4.0"],
  ])("a flow with a taken entry %s", async (_what, version, action, after) => {
    const given = changed({ was: D1, is: D2 });
    const inputs = { ...given.new?.inputs, taken: `${version} ${D2}` };
    const { flows } = await report([{ ...given, new: { inputs } }]);
    expect(flows).toMatchObject([{ action, versions: { before: "3.0", after } }]);
    expect(flows[0]?.reasons[0]?.kind).toBe(action === "record" ? "taken" : "own-change");
  });

  describe("to a flow that somebody renamed in Architect, as a refresh has read it", () => {
    const facts = { name: "Claims", type: "inboundCall", digest: D1 };
    const before = { ...facts, publishedVersion: "1.0", modulesHeld: {}, publishedModules: {} };
    const restored = (o: { digest?: string; outputs?: Record<string, unknown> } = {}): StepGiven => ({
      ...{ key: "claims", op: "update", diffs: ["name"] },
      old: { inputs: facts, outputs: { ...before, name: "Claims (old)", drift: "renamed" } },
      new: { inputs: { ...facts, ...(o.digest && { digest: o.digest }) }, ...(o.outputs && { outputs: o.outputs }) },
    });
    const reasons = [{ kind: "renamed", from: "Claims (old)", to: "Claims" }, { kind: "drift" }];

    test("will set its name back and publish nothing", async () => {
      const made = await report([restored()]);
      expect(made.verdict).toMatchObject({ flows: 0, text: expect.stringMatching(/^1 flow will be updated without/) });
      const versions = { before: "1.0", after: "1.0" };
      expect(made.flows).toMatchObject([{ action: "record", reasons, versions }]);
    });

    test("has set its name back and published nothing", async () => {
      const made = await report([restored({ outputs: before })], { isUpdate: true });
      expect(made.verdict.text).toBe("1 flow was updated without being published, nothing deleted.");
      expect(made.flows).toMatchObject([{ action: "record", reasons, versions: { before: "1.0", after: "1.0" } }]);
    });

    test("says what it published after all, and a changed document", async () => {
      const done = await report([restored({ outputs: { ...before, publishedVersion: "2.0" } })], { isUpdate: true });
      expect(done.flows).toMatchObject([{ action: "republish", versions: { before: "1.0", after: "2.0" } }]);
      const changes = await report([restored({ digest: D2 })]);
      expect(changes.flows).toMatchObject([{ action: "publish" }]);
    });
  });

  test("changes nothing", async () => {
    const same = { ...caller({ op: "same", diffs: [] }), new: caller().old };
    const made = await report([same as StepGiven]);
    expect(made).toMatchObject({
      verdict: { text: "Nothing changes." },
      flows: [],
      untouched: [{ key: "sales", name: "Sales" }],
    });
  });

  test("says what a failed update published, and what not", async () => {
    const failed = changed({ was: D1, is: D2, over: { ended: "failed" } });
    const error = message(
      "error",
      `updating ${flowUrn("pin")}: 1 error occurred:\n\t* Publishing failed.`,
      flowUrn("pin"),
    );
    const made = await report([failed, caller({ ended: "started" })], {
      isUpdate: true,
      result: "failed",
      events: [error],
    });
    expect(made.run.ended).toBe("failed");
    expect(made.verdict).toMatchObject({
      text: "The update failed: 0 of 2 changes were made, 1 failed, 1 not reached.",
      modules: 0,
      flows: 0,
    });
    expect(made.flows).toMatchObject([
      { outcome: "failed", failure: "Publishing failed." },
      { outcome: "not-reached" },
    ]);
  });

  test("fails before its first step, which the engine says at its end", async () => {
    const plan = message(
      "error",
      `resource ${flowUrn("pin")} violates plan: properties changed: ~~x[{secret}!={other}]`,
    );
    const made = await report([], { isUpdate: true, result: "failed", events: [plan] });
    expect(made.run).toMatchObject({ ended: "failed", cause: expect.stringContaining("check the new preview") });
    expect(made.verdict.text).toBe("The update failed: nothing was changed.");
    expect(JSON.stringify(made)).not.toContain("{secret}");
  });
});

describe("findings", () => {
  const finding =
    "flows/a.yaml:3:5 error dead-end: Node `a` has no `error` transition. (flow sales, node a)\n  why: Calls end.";

  test("are read from the program's text, counted once with the policy's, and block", async () => {
    const verdict = {
      policyEvent: {
        policyName: "rules",
        enforcementLevel: "mandatory",
        message: finding,
        resourceUrn: flowUrn("sales"),
      },
    };
    const program = message("error", `The update would be refused: 1 finding.\n\n${finding}`);
    const made = await report([caller()], { events: [verdict, program] });
    expect(made.findings).toHaveLength(1);
    expect(made.findings[0]).toMatchObject({ code: "dead-end", blocks: true, flow: "sales", place: { line: 3 } });
    expect(made.verdict.text).toContain("blocked by 1 policy violation");
  });

  test("leave all other messages, without those that the report says itself", async () => {
    const events = [
      message("info", "Nodes: ask changed.", flowUrn("sales")),
      message("warning", "Something else happened."),
    ];
    const { messages } = await report([caller()], { events });
    expect(messages).toEqual([{ severity: "warning", text: "Something else happened." }]);
  });
});

test("the same events give the same report", async () => {
  const steps = [component(D1, D2), changed({ was: D1, is: D2 }), caller()];
  expect(await report(steps)).toEqual(await report(steps));
});
