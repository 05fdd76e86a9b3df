import type { Report } from "@genesys-flows/report";
import type { EngineStep } from "@genesys-flows/report/events";
import { notBegun, staleAfter } from "../../scripts/lib/report/left-over.ts";

type Flow = Pick<Report["flows"][number], "key" | "name" | "isModule" | "action" | "outcome" | "versions">;

const report = (flows: readonly Flow[], untouched: Report["untouched"] = []) =>
  ({ run: { stack: "prod" }, flows, untouched }) as unknown as Report;
const pin = (more: Partial<Flow> = {}): Flow => ({
  key: "pin",
  name: "PIN",
  isModule: true,
  action: "publish",
  outcome: "done",
  versions: { before: "1.0", after: "2.0" },
  ...more,
});
const sales = (more: Partial<Flow> = {}) =>
  pin({ key: "sales", name: "Sales", isModule: false, action: "republish", ...more });
/** A flow that the update left alone, with the modules that it holds. */
const same = (name: string, modulesHeld: Readonly<Record<string, string>>) =>
  ({
    name,
    type: "genesyscloud:index/flow:Flow",
    op: "same",
    old: { outputs: { modulesHeld } },
  }) as unknown as EngineStep;

/** A module with the version that is published after the run. */
const moduleAt = (publishedVersion: string, op = "update") =>
  ({
    name: "pin",
    type: "genesyscloud:index/flow:Flow",
    op,
    old: { outputs: { type: "commonModule", name: "PIN", publishedVersion: "1.0" } },
    ...(op !== "same" && { new: { outputs: { type: "commonModule", name: "PIN", publishedVersion } } }),
  }) as unknown as EngineStep;

const callers = [
  { key: "sales", name: "Sales" },
  { key: "support", name: "Support" },
];
const steps = [same("sales", { PIN: "1.0", Errors: "4.0" }), same("support", { Errors: "4.0" })];
const STALE =
  "1 flow of this stack was no part of this update, and is stale now:\n" +
  "  Sales holds PIN 1.0, published is 2.0\n" +
  "To publish it: npm run pulumi -- up --stack prod";

test("the flows that hold an older version of a published module, and that were no part of the update", () => {
  expect(staleAfter(report([], callers), { steps: [moduleAt("2.0"), ...steps] })).toBe(STALE);
});

test("each once, where a refresh came before the update", () => {
  expect(staleAfter(report([], callers), { steps: [moduleAt("1.0"), ...steps, moduleAt("2.0"), ...steps] })).toBe(
    STALE,
  );
});

test("of a module that was replaced, whose old state is deleted last", () => {
  const deleted = { ...moduleAt("1.0", "same"), op: "delete-replaced" };
  expect(staleAfter(report([], callers), { steps: [...steps, moduleAt("2.0"), deleted] })).toBe(STALE);
});

test.each([
  ["of a module that was not published", [moduleAt("", "same"), ...steps], callers],
  ["of a caller that the update publishes or holds back", [moduleAt("2.0"), ...steps], callers.slice(1)],
  ["of callers that hold the published version", [moduleAt("1.0"), ...steps], callers],
])("none %s", (_, done, untouched) => {
  expect(staleAfter(report([], untouched), { steps: done })).toBeUndefined();
});

test("what a preview showed and the update did not begin, deletions included", () => {
  const previewed = report([
    pin(),
    sales(),
    sales({ key: "old", name: "Old", action: "delete" }),
    sales({ key: "kept", name: "Kept", action: "held" }),
  ]);
  const failed = report([pin({ outcome: "failed" })]);
  expect(notBegun(previewed, failed)).toBe(
    "Not begun: Sales, Old (deletion). The next update does it: npm run pulumi -- up --stack prod",
  );
  expect(notBegun(previewed, previewed)).toBeUndefined();
});
