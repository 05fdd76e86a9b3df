import { Checkout } from "../../journeys/checkout.ts";
import { type EndedJob, WorkflowRun } from "../../journeys/workflow.ts";
import { Production } from "./production.ts";
import { task } from "./task.ts";

const production = new Production();
const texts = ({ said }: EndedJob) => said.map(({ output }) => output).join("\n");
const succeeds = (job: EndedJob) => {
  if (!job.succeeded) throw new Error(texts(job));
  return texts(job);
};
const WILL = "1 module and 3 flows will be published, nothing deleted.";

task("set-up-github.md", {
  before: (checkout) => production.connect(checkout),
  after: () => production.close(),
  elsewhere: {
    "Merge and approve": async (checkout) => {
      await checkout.git("push", "--quiet", "origin", "first-change:main");
      const secrets = Object.entries({ ...production.secrets, PLAN_PASSPHRASE: "a passphrase for plans" });
      const run = new WorkflowRun({
        "inputs.stack": "prod",
        ...Object.fromEntries(secrets.map(([name, value]) => [`secrets.${name}`, value])),
      });
      const [planner, applier] = [await Checkout.clone({ of: checkout }), await Checkout.clone({ of: checkout })];
      try {
        const planned = await run.job(planner, "deploy-stack.yml", "plan");
        expect(succeeds(planned)).toContain(WILL);
        expect(planned.summary).toContain("1 module and 3 flows");
        expect(succeeds(await run.job(applier, "deploy-stack.yml", "apply"))).toContain(
          "1 module and 3 flows were published, nothing deleted.",
        );
      } finally {
        run.dispose();
        await planner.dispose();
        await applier.dispose();
      }
    },
  },
  afterwards: {
    "Open the first pull request": async (checkout) => {
      const [head, base] = await Promise.all(["HEAD", "main"].map((name) => checkout.git("rev-parse", name)));
      const run = new WorkflowRun({
        "github.event.pull_request.head.sha": String(head),
        "github.event.pull_request.base.sha": String(base),
      });
      // A runner has none of the author's credentials. test/journeys/pull-request-to-production runs the job `check`, too.
      const runner = await Checkout.clone({ of: checkout });
      try {
        expect(succeeds(await run.job(runner, "preview.yml", "stand-in"))).toContain(WILL);
      } finally {
        run.dispose();
        await runner.dispose();
      }
    },
    "Merge and approve": async (checkout) => {
      const platform = await checkout.organisation("prod", ".genesys/orgs/region.sqlite");
      expect(await platform.versions()).toMatchObject({ Sales: "2.0", "Claim mail": "1.0" });
      expect(await platform.export("Common error handler")).toContain("Please try again tomorrow.");
    },
  },
});
