import { pathToFileURL } from "node:url";
import { editInArchitect } from "../e2e/drift/architect.ts";
import { Organisation, writesAmong } from "../e2e/harness/organisation.ts";
import type { Running } from "../e2e/harness/process.ts";
import { printedOrganisation } from "../harness/printed-organisation.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import { Checkout } from "./checkout.ts";
import { WorkflowRun } from "./workflow.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const CALLERS = ["Claims", "Sales", "Support"];

/** Journey 2: a pull request, its preview, the merge, and the jobs of `deploy-stack.yml`, each in a clone of its own. */
describe("from a pull request to production", () => {
  const state = newFolder("state");
  /** The repository of the team, whose default branch is deployed. */
  let team: Checkout;
  let region: Running;
  let platform: Organisation;
  /** What the environments of the workflows have. */
  let environment: Record<string, string>;
  const clones: Checkout[] = [];
  const clone = async (of: Checkout) => {
    const made = await Checkout.clone({ of });
    clones.push(made);
    return made;
  };

  beforeAll(async () => {
    team = await Checkout.clone();
    clones.push(team);
    // docs/environments.md: an organisation on this machine, served as a region would be.
    region = team.begin(
      "exec npm run -s flowctl -- org serve --file .genesys/orgs/region.sqlite --port 0 --https --client deploy 2>&1",
    );
    const [printed = ""] = await region.printed(/[\s\S]*NODE_EXTRA_CA_CERTS=.*\n/);
    const { config, variables } = printedOrganisation(printed);
    team.edit("Pulumi.prod.yaml", / {2}genesyscloud:region[\s\S]*?genesyscloud:organizationId.*/, config);
    environment = {
      ...variables,
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of the team",
    };
    // docs/real-organisation.md, step 4.
    await team.does("npm run pulumi -- stack init prod --no-select", { env: environment });
    await team.does("npm run pulumi -- up --stack prod --yes", { env: environment });
    await team.commit("Production");
    platform = await new Organisation({ file: team.path(".genesys/orgs/region.sqlite") }).start();
  });
  afterAll(async () => {
    await platform?.close();
    if (region) process.kill(-region.pid, "SIGTERM");
    await region?.ended;
    for (const one of clones.reverse()) await one.dispose();
    removeFolder(state);
  });

  /** A run of `deploy-stack.yml`, with what its inputs, secrets and variables give it. */
  const deployment = (before = "") => {
    const { NODE_EXTRA_CA_CERTS = "", ...secrets } = environment;
    const given = Object.entries({ ...secrets, PLAN_PASSPHRASE: "a passphrase for plans" });
    return new WorkflowRun(
      {
        "inputs.stack": "prod",
        "inputs.before": before,
        "inputs.supersedes": "",
        ...Object.fromEntries(given.map(([name, value]) => [`secrets.${name}`, value])),
        "vars.PULUMI_BACKEND_URL": environment["PULUMI_BACKEND_URL"] ?? "",
      },
      { machine: { NODE_EXTRA_CA_CERTS } },
    );
  };
  const texts = ({ said }: { said: readonly { output: string }[] }) => said.map(({ output }) => output).join("\n");
  const listed = async (checkout: Checkout): Promise<{ releases: readonly object[] }> =>
    JSON.parse(
      (await checkout.does("npm run -s flowctl -- releases --stack prod --format json", { env: environment })).stdout,
    );
  const versions = async () =>
    Object.fromEntries(
      await Promise.all(CALLERS.map(async (name) => [name, (await platform.flow(name)).publishedVersion?.id])),
    );

  test("the pull request shows what it changes, without credentials", async () => {
    const author = await clone(team);
    const base = await author.git("rev-parse", "HEAD");
    await author.git("switch", "--quiet", "--create", "new-text");
    author.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    const head = await author.commit("Say when to call again");
    const run = new WorkflowRun({
      "github.event.pull_request.head.sha": head,
      "github.event.pull_request.base.sha": base,
    });
    for (const job of ["check", "stand-in"]) {
      const ended = await run.job(author, "preview.yml", job);
      if (!ended.succeeded) throw new Error(texts(ended));
      if (job === "stand-in")
        expect(texts(ended)).toContain("1 module and 3 flows will be published, nothing deleted.");
    }
    run.dispose();
    expect(await author.status()).toBe("");
    await author.git("push", "--quiet", "origin", "new-text");
    await team.git("merge", "--quiet", "--ff-only", "new-text");
  });

  test("its plan is made in one clone and applied in another, once", async () => {
    const run = deployment();
    const [planner, applier] = [await clone(team), await clone(team)];
    const before = await versions();
    const planned = await run.job(planner, "deploy-stack.yml", "plan");
    if (!planned.succeeded) throw new Error(texts(planned));
    expect(planned.outputs).toEqual({ changes: "true" });
    expect(texts(planned)).toContain("1 module and 3 flows will be published, nothing deleted.");
    expect(planned.summary).toContain("1 module and 3 flows");
    expect([await planner.status(), await versions()]).toEqual(["", before]);

    const applied = await run.job(applier, "deploy-stack.yml", "apply");
    if (!applied.succeeded) throw new Error(texts(applied));
    expect(texts(applied)).toContain("1 module and 3 flows were published, nothing deleted.");
    expect(await versions()).toEqual({ Claims: "2.0", Sales: "2.0", Support: "2.0" });
    expect(await applier.status()).toBe("");

    // The job is started again.
    const again = await run.job(await clone(team), "deploy-stack.yml", "apply");
    expect([again.succeeded, texts(again)]).toEqual([
      true,
      expect.stringMatching(/This plan was already applied at \d{4}-/),
    ]);
    expect(await versions()).toEqual({ Claims: "2.0", Sales: "2.0", Support: "2.0" });
    expect((await listed(team)).releases).toEqual((await listed(applier)).releases);
    run.dispose();
  });

  test("a plan is refused after somebody published in Architect, and nothing is written", async () => {
    team.edit("flows/queues.yaml", "Help with an existing policy", "Help with a policy");
    team.edit(MODULE, "Please try again tomorrow.", "Please try again on Monday.");
    await team.commit("Another text and a queue");
    const run = deployment();
    const planned = await run.job(await clone(team), "deploy-stack.yml", "plan");
    expect([texts(planned), planned.succeeded]).toEqual([expect.stringContaining("will be published"), true]);
    await editInArchitect(platform, { flow: "Sales", change: "publish", replace: { Goodbye: "So long" } });
    const since = await platform.latestRequest();
    const applied = await run.job(await clone(team), "deploy-stack.yml", "apply");
    expect([applied.succeeded, texts(applied)]).toEqual([
      false,
      expect.stringMatching(/The plan is out of date[\s\S]*The flow 'Sales' was changed outside this stack/),
    ]);
    const written = writesAmong(await platform.requests(since)).map(({ operation }) => operation);
    expect(written.filter((operation) => operation !== "postFlowsExportJobs")).toEqual([]);
    run.dispose();
  });
});
