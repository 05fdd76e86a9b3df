import { cpSync } from "node:fs";
import { parse } from "yaml";
import { inCheckout } from "../../harness/checkout.ts";
import { Checkout } from "../../journeys/checkout.ts";
import { Production } from "./production.ts";
import { task } from "./task.ts";

const production = new Production();
const PLAN = ".genesys/plans/prod.plan";

/** The script of a job, in a clone. @returns all that it printed @throws Error when it fails */
async function runs(job: string, runner: Checkout, variables: Readonly<Record<string, string>>): Promise<string> {
  const pipeline = parse(runner.read(".gitlab-ci.yml"));
  const lines: readonly string[] = pipeline[job].script;
  // Types and tests are those of the whole product in this repository: CI runs them.
  const script = lines.filter((line) => line !== "npx tsc" && line !== "npm test");
  const env = { CI: "true", GITLAB_CI: "true", ...pipeline.variables, ...variables };
  return (await runner.does(`set -e\n${script.join("\n")}`, { env })).output;
}

/** Runs something in a clone of its own, as a runner does. */
async function onRunner<T>(checkout: Checkout, work: (runner: Checkout) => Promise<T>): Promise<T> {
  const runner = await Checkout.clone({ of: checkout });
  try {
    return await work(runner);
  } finally {
    await runner.dispose();
  }
}

task("set-up-gitlab.md", {
  before: (checkout) => production.connect(checkout),
  after: () => production.close(),
  elsewhere: {
    "Add the pipeline": async (checkout) =>
      cpSync(inCheckout("docs/pipelines/gitlab-ci.yml"), checkout.path(".gitlab-ci.yml")),
    "Merge and approve": async (checkout) => {
      await checkout.git("push", "--quiet", "origin", "first-change:main");
      const variables = { ...production.secrets, PLAN_PASSPHRASE: "a passphrase for plans" };
      await onRunner(checkout, async (planner) => {
        const planned = await runs("plan", planner, variables);
        expect(planned).toContain("1 module and 3 flows will be published, nothing deleted.");
        await onRunner(checkout, async (applier) => {
          // Nothing but the artefact of the job before it.
          cpSync(planner.path(PLAN), applier.path(PLAN));
          const applied = await runs("apply", applier, variables);
          expect(applied).toContain("1 module and 3 flows were published, nothing deleted.");
        });
      });
    },
  },
  afterwards: {
    "Open the first merge request": (checkout) =>
      onRunner(checkout, async (runner) => {
        const base = await checkout.git("rev-parse", "main");
        const previewed = await runs("preview", runner, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
        expect(previewed).toContain("1 module and 3 flows will be published, nothing deleted.");
        expect(runner.exists(".genesys/reports/prod/report.html")).toBe(true);
      }),
    "Merge and approve": async (checkout) => {
      const platform = await checkout.organisation("prod", ".genesys/orgs/region.sqlite");
      expect(await platform.versions()).toMatchObject({ Sales: "2.0", "Claim mail": "1.0" });
      expect(await platform.export("Common error handler")).toContain("Please try again tomorrow.");
    },
  },
});
