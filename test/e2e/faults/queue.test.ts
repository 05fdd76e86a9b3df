import { globSync, readFileSync } from "node:fs";
import { ServedOrganisation } from "../../harness/served-organisation.ts";
import { handlerAndCaller } from "../fixtures/contact-centre.ts";
import { changes } from "../harness/assertions.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const SECRET = "ci-client-secret-3141592653";

/** By the real CLI, its state file and its lock, on an organisation that is reached over the network as a real one is. */
describe("an update whose engine is killed while a queue is made", () => {
  let workspace: Workspace;
  let organisation: ServedOrganisation;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        ...handlerAndCaller,
        "queues.yaml": "queues:\n  Sales:\n    description: Customers who want to buy\n",
      },
      organisation: { clients: [{ id: "ci-client", secret: SECRET }] },
    });
    organisation = new ServedOrganisation({ file: workspace.path("organisation.sqlite") });
    await organisation.start({ seed: workspace.path("local/organisation.yaml"), client: "ci-client", secret: SECRET });
    const { region, organizationId, gateway } = organisation.remote;
    workspace.configure({
      "genesyscloud:region": region,
      "genesyscloud:organizationId": organizationId,
      "genesyscloud:gateway": gateway,
    });
  });
  afterAll(async () => {
    await workspace?.dispose();
    await organisation?.close();
  });

  const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };

  test("is followed by one that takes the queue over", async () => {
    organisation.onCrash = () => process.kill(enginePid(), "SIGKILL");
    await organisation.client.addFaults({
      faults: [{ when: { operation: "postRoutingQueues" }, times: 1, do: { crash: "after" } }],
    });
    const killed = await workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", "dev"], { env });
    expect(killed.code).not.toBe(0);
    expect(await queuesMade()).toBe(1);
    expect(globSync(workspace.path(".genesys/creating/dev/*.json"))).toHaveLength(1);
    await organisation.client.removeFaults();
    // What `npm start` does with the lock of a dead process.
    await workspace.unlock({ env });

    const next = await workspace.up({ env });
    expect(next.messages.map(({ message }) => message).join("\n")).toContain("This update takes it over.");
    expect(await queuesMade()).toBe(1);
    const again = await workspace.up({ env });
    expect(changes(again)).toEqual({});
    expect(globSync(workspace.path(".genesys/creating/dev/*.json"))).toEqual([]);
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"], { env });
  });

  /** How many requests to make a queue the organisation has taken. */
  async function queuesMade(): Promise<number> {
    return (await organisation.client.requests()).filter(({ operation }) => operation === "postRoutingQueues").length;
  }

  function enginePid(): number {
    const [lock] = globSync(`${workspace.backend}/.pulumi/locks/**/*.json`);
    return (JSON.parse(readFileSync(String(lock), "utf8")) as { pid: number }).pid;
  }
});
