import type { Running } from "../../e2e/harness/process.ts";
import { freePort } from "../../harness/free-port.ts";
import { printedOrganisation } from "../../harness/printed-organisation.ts";
import type { Checkout } from "../../journeys/checkout.ts";
import type { Contexts } from "../../journeys/workflow.ts";

/** A stack `prod` that can be deployed, as docs/tasks/connect-production.md leaves it, and a repository of the team. */
export class Production {
  #region: Running | undefined;
  /** What the environments of a pipeline have. */
  secrets: Contexts = {};

  /** Serves an organisation, creates the stack, and commits; `origin` is an empty repository beside the clone. */
  async connect(checkout: Checkout): Promise<void> {
    const port = await freePort();
    this.#region = checkout.begin(
      `exec npm run -s flowctl -- org serve --file .genesys/orgs/region.sqlite --port ${port} --client deploy 2>&1`,
    );
    const [printed = ""] = await this.#region.printed(/[\s\S]*OAUTHCLIENT_SECRET=.*\n/);
    const { config, variables } = printedOrganisation(printed);
    checkout.edit("Pulumi.prod.yaml", / {2}genesyscloud:region[\s\S]*?genesyscloud:organizationId.*/, config);
    this.secrets = {
      ...variables,
      PULUMI_BACKEND_URL: `file://${checkout.path("..", "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of the team",
    };
    // The commands of the page read it; Git ignores it.
    checkout.write(
      ".env",
      `${Object.entries(this.secrets)
        .map(([name, value]) => `${name}='${value}'`)
        .join("\n")}\n`,
    );
    await checkout.does("mkdir ../state && git init --quiet --bare --initial-branch main ../team.git");
    await checkout.git("remote", "set-url", "origin", checkout.path("..", "team.git"));
    await checkout.git("switch", "--quiet", "--force-create", "main");
    await checkout.does("npm run -s pulumi -- stack init prod --no-select", { env: this.secrets });
    await checkout.does("npm run -s pulumi -- up --stack prod --yes", { env: this.secrets });
    await checkout.commit("Connect production");
  }

  async close(): Promise<void> {
    if (this.#region === undefined) return;
    process.kill(-this.#region.pid, "SIGTERM");
    await this.#region.ended;
  }
}
