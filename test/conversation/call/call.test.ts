import { readFileSync } from "node:fs";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { type Act, asTest, type Call, type Timeline, timelineOf } from "@genesys-flows/conversation/call";
import { play, readScript, writeScript } from "@genesys-flows/conversation/script";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import fc from "fast-check";
import { inCheckout } from "../../harness/checkout.ts";

let stage: Stage;

beforeAll(async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  stage = stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
});

const flow = (key: string) => stage.flow(key) as RunnableFlow;
const crm: Call["given"] = {
  at: "2026-11-26T15:00Z",
  caller: "+13175550199",
  dataActions: {
    "CRM/Verify PIN": {
      when: { pin: "1234" },
      outputs: { verified: true, customerId: "C-1" },
      otherwise: { outputs: { verified: false } },
    },
  },
};
const keys = (atMs: number, pressed: string): Act => ({ atMs, does: "presses", keys: pressed });
const heard = ({ moments }: Timeline) => moments.flatMap((one) => (one.event === "hears" ? [one.text] : []));

test("the caller says nothing: the timeline goes on through silence to its end", () => {
  const timeline = timelineOf(flow("sales"), stage, { given: crm, acts: [] });
  expect(heard(timeline).filter((text) => text === "Please enter your four-digit PIN.")).toHaveLength(3);
  expect(timeline.ending.ends).toBe("disconnected");
  const [first] = timeline.waits;
  expect(first).toMatchObject({ accepts: { digits: { min: 4, max: 4 } } });
  expect((first?.untilMs ?? 0) - (first?.fromMs ?? 0)).toBe(5_000);
});

test("keys one by one are one PIN, with the variables that they set", () => {
  const { waits } = timelineOf(flow("sales"), stage, { given: crm, acts: [] });
  const from = waits[0]?.fromMs ?? 0;
  const acts = ["1", "2", "3", "4"].map((key, index) => keys(from + 500 * (index + 1), key));
  const timeline = timelineOf(flow("sales"), stage, { given: crm, acts });
  expect(timeline.ending).toMatchObject({ ends: "transferred", to: { kind: "queue", name: "Sales" } });
  const changed = timeline.moments.flatMap((one) => Object.entries(one.changed ?? {}));
  expect(changed).toContainEqual(["Common.customerId", "C-1"]);
});

test("a key during an audio ends it", () => {
  const silent = timelineOf(flow("front-desk"), stage, { given: crm, acts: [] });
  const [first] = silent.moments.filter(({ event }) => event === "hears");
  const pressed = timelineOf(flow("front-desk"), stage, { given: crm, acts: [keys((first?.at ?? 0) + 100, "9")] });
  const [, next] = pressed.moments.filter(({ event }) => event === "hears");
  const [, before] = silent.moments.filter(({ event }) => event === "hears");
  expect(pressed.assumptions).toContain("barge-in");
  expect(next === undefined || next.at < (before?.at ?? Number.POSITIVE_INFINITY)).toBe(true);
});

test("a caller hangs up at any time", () => {
  const atMs = 700;
  const { ending, moments } = timelineOf(flow("sales"), stage, { given: crm, acts: [{ atMs, does: "hangs up" }] });
  expect(ending).toMatchObject({ ends: "hung up", at: atMs });
  expect(moments.at(-1)).toMatchObject({ event: "does", at: atMs });
});

test("a question that nothing answers ends the timeline, with the question and what to give", () => {
  const { waits } = timelineOf(flow("sales"), stage, { given: {}, acts: [] });
  const { ending, unanswered } = timelineOf(flow("sales"), stage, {
    given: {},
    acts: [keys((waits[0]?.fromMs ?? 0) + 1, "1234")],
  });
  expect(ending.ends).toBe("stopped");
  expect(unanswered).toMatchObject({
    question: { asks: "dataAction", name: "CRM/Verify PIN", inputs: { pin: "1234" } },
    hint: expect.stringContaining("CRM/Verify PIN: {outputs:"),
  });
});

const act = (writes: boolean): fc.Arbitrary<Act> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        atMs: fc.nat(60_000),
        does: fc.constant("presses" as const),
        keys: fc.constantFrom("1", "2", "3", "1234", "0", "#", "9999"),
      }),
    },
    {
      weight: writes ? 4 : 0,
      arbitrary: fc.record({
        atMs: fc.nat(60_000),
        does: fc.constant("writes" as const),
        text: fc.constantFrom("Claim C-77", "Help"),
      }),
    },
    { weight: 1, arbitrary: fc.record({ atMs: fc.nat(60_000), does: fc.constant("hangs up" as const) }) },
  );

const calls = fc.constantFrom("sales", "support", "front-desk", "claims", "claim-mail").chain((key) =>
  fc.record({
    key: fc.constant(key),
    acts: fc.array(act(key === "claim-mail"), { maxLength: 8 }).map((acts) => acts.toSorted((a, b) => a.atMs - b.atMs)),
  }),
);

test("what happens before an act is the same without it", () => {
  fc.assert(
    fc.property(calls, ({ key, acts }) => {
      const last = acts.at(-1);
      fc.pre(last !== undefined && acts.length > 1);
      const { atMs } = last as Act;
      const until = (one: readonly Act[]) =>
        timelineOf(flow(key), stage, { given: crm, acts: one }).moments.filter(({ at }) => at < atMs);
      expect(until(acts)).toEqual(until(acts.slice(0, -1)));
    }),
    { numRuns: 300 },
  );
});

test("a call as a test passes, and reads back", () => {
  fc.assert(
    fc.property(calls, ({ key, acts }) => {
      const { script, failure } = asTest(flow(key), stage, { given: crm, acts, name: "as it was" });
      expect(failure).toBeUndefined();
      const read = readScript({ file: "kept.test.yaml", text: writeScript(script) });
      expect(read.findings).toEqual([]);
      const [one] = read.script?.conversations ?? [];
      expect(one && read.script && play(read.script, one, stage).failure).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
