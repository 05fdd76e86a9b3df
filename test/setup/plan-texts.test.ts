import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { KeptRelease } from "../../packages/report/account.ts";
import { made } from "../../packages/wrapper/pipeline/plan.ts";
import { alreadyApplied, updatesSince } from "../../packages/wrapper/plan/apply-plan.ts";
import { differences, withoutBookkeeping } from "../../packages/wrapper/plan/bound.ts";
import { planPassphrase, readPlan, writePlan } from "../../packages/wrapper/plan/kept-plan.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const COMMIT = "b1a2f3d37fff0123456789012345678901234567";
const release = (time: string, commit?: string): KeptRelease => ({
  name: time,
  time,
  flows: {},
  verdict: "1 flow was published, nothing deleted.",
  published: [],
  failed: false,
  ...(commit !== undefined && { commit }),
});
const first = release("2026-11-24T20:05:06.000Z");
const second = release("2026-11-24T21:05:06.000Z", COMMIT);
const of = { stack: "prod", releases: [second, first] };

describe("what `apply` says", () => {
  test("of an applied plan: when, and which updates followed", () => {
    const text =
      "This plan was already applied at 2026-11-24 20:05 UTC, so nothing is left to do: 1 flow was published";
    expect(alreadyApplied(first, of)).toBe(
      `${text}, nothing deleted.\n1 newer update of prod followed, the latest at 2026-11-24 21:05 UTC, commit b1a2f3d37fff.`,
    );
    expect(alreadyApplied(first, { ...of, releases: [first] })).toBe(`${text}, nothing deleted.`);
  });

  test("of a plan that is out of date: the updates since it was made", () => {
    expect(updatesSince("2026-11-24T20:30:00.000Z", of)).toEqual([
      "Another update of prod ran after this plan was made: 2026-11-24 21:05 UTC, commit b1a2f3d37fff.",
    ]);
    expect(updatesSince(first.time, { ...of, releases: [{ ...second, failed: true }] })).toEqual([
      "Another update of prod failed after this plan was made: 2026-11-24 21:05 UTC, commit b1a2f3d37fff.",
    ]);
  });

  test("names resources as the report does", () => {
    const urn = (rest: string) => `urn:pulumi:prod::genesys-flows::${rest}`;
    const bound = { commit: COMMIT, source: {}, settings: {}, state: {} };
    const state = {
      [urn("a:b:C$genesyscloud:index/flow:Flow::sales")]: "1",
      [urn("genesyscloud:index/routingQueue:RoutingQueue::vip (creating)")]: "1",
      [urn("pulumi:pulumi:Stack::genesys-flows-prod")]: "1",
    };
    expect(differences(bound, { ...bound, state })).toEqual([
      "The state changed: flow 'sales', queue 'vip' (creating), the outputs of the stack.",
    ]);
  });

  test("nothing of what the engine keeps for itself", () => {
    const inputs = { name: "Sales" };
    const engines = { modified: "now", dependencies: ["urn"], propertyDependencies: { a: ["urn"] } };
    expect(withoutBookkeeping({ urn: "urn", inputs, ...engines })).toEqual({ urn: "urn", inputs });
  });
});

describe("what `plan` says", () => {
  const o = { stack: "prod", commit: COMMIT, isMade: true, file: ".genesys/plans/prod.plan" };

  test("which plan it made, and what comes next", () => {
    const text =
      "The plan for commit b1a2f3d37fff is in .genesys/plans/prod.plan. Apply the plan with: npm run pipeline -- apply --stack prod";
    expect(made(o)).toBe(text);
    expect(made({ ...o, out: "a.plan", file: "a.plan" })).toMatch(/apply --stack prod --plan a\.plan$/);
    expect(made({ ...o, commit: `${COMMIT}+` })).toMatch(/can be applied only in this checkout\.$/);
    expect(made({ ...o, isMade: false })).toBe("No plan was made.");
  });
});

describe("the passphrase of a plan", () => {
  const folder = temporaryFolder();

  test("of another plan: which variable it is, and what to do", () => {
    const file = path.join(folder(), "prod.plan");
    mkdirSync(folder(), { recursive: true });
    const bound = { commit: COMMIT, source: {}, settings: {}, state: {} };
    writePlan(
      file,
      { project: "example", stack: "prod", made: "now", verdict: "", changes: true, bound, plan: "" },
      "one",
    );
    expect(readPlan(file, "one").stack).toBe("prod");
    expect(() => readPlan(file, "two")).toThrow(
      "PLAN_PASSPHRASE is not the passphrase that this plan was made with, or the file was changed. Use the passphrase that `plan` used, or make a new plan. Nothing was changed.",
    );
    writeFileSync(file, "another file");
    expect(() => readPlan(file, "one")).toThrow("The file was not written by `plan`. Make a new plan.");
  });

  test("of dev is not that of the environment", () => {
    expect(() => planPassphrase({ PULUMI_CONFIG_PASSPHRASE: "" }, "dev")).toThrow(
      "The stack dev always uses the empty passphrase, even if PULUMI_CONFIG_PASSPHRASE is set. Set PLAN_PASSPHRASE.",
    );
    expect(planPassphrase({ PULUMI_CONFIG_PASSPHRASE: "one" }, "prod")).toBe("one");
  });
});
