import { editInArchitect } from "../../e2e/drift/architect.ts";
import type { Organisation } from "../../e2e/harness/organisation.ts";
import type { Workspace } from "../../e2e/harness/workspace.ts";

/** Where a scenario happens. */
export interface Scene {
  readonly workspace: Workspace;
  readonly platform: Organisation;
}

/** One run of the engine that is recorded. */
export interface Scenario {
  readonly name: string;
  /** What a reviewer must see in the report. */
  readonly shows: string;
  /** Changes the sources or the organisation before the run. */
  before?(scene: Scene): void | Promise<void>;
  /** What is recorded; default: a preview. */
  readonly run?: "preview" | "up" | "up --skip-preview --continue-on-error";
  readonly refresh?: true;
  /** The run must fail. */
  readonly fails?: true;
  /** Whether the next scenario begins with these sources; by default it begins with those of the deployed stack. */
  readonly keeps?: true;
  /** Gives the organisation back what `before` took. */
  after?(scene: Scene): void | Promise<void>;
}

const PIN = "flows/modules/pin-authentication.yaml";
const HANDLER = "flows/modules/common-error-handler.yaml";
const SALES = "flows/inbound/sales.yaml";
const SUPPORT = "flows/inbound/support.yaml";
const MAIL = "flows/inbound/customer-mail.yaml";
const LONGER = "Please enter your four-digit PIN, followed by the pound key.";
const longer = ({ workspace }: Scene) => workspace.edit(PIN, "Please enter your four-digit PIN.", LONGER);

/** The scenario that takes a workspace of its own: it is recorded, and not run in the suite. */
export const THREE_HUNDRED = "three-hundred-callers";

/** Scenarios in their order: each begins with the stack as the last update left it. */
export const scenarios: readonly Scenario[] = [
  { name: "create", shows: "the first deployment: every flow is new", run: "preview" },
  { name: "created", shows: "the update that created everything", run: "up" },
  { name: "nothing-to-do", shows: "nothing changes" },
  { name: "module-prompt", shows: "a changed prompt of a module and the callers that get it", before: longer },
  {
    name: "own-change",
    shows: "a changed transition and a changed queue in one flow",
    before: ({ workspace }) => {
      workspace.edit(SALES, "error: apology}", "error: not-verified}");
      workspace.edit(SALES, "queue: Sales,", "queue: Support,");
    },
  },
  {
    name: "nodes-added-and-removed",
    shows: "a new node, a removed one and a renamed one",
    before: ({ workspace }) => {
      workspace.edit(
        SALES,
        "  hang-up: {disconnect: {}}",
        '  thanks: {playAudio: "One moment, please.", then: to-sales}\n  hang-up: {disconnect: {}}',
      );
      workspace.edit(SALES, "then: to-sales}\n  to-sales:", "then: thanks}\n  to-sales:");
      workspace.edit(SALES, /failure: not-verified/, "failure: refused");
      workspace.edit(SALES, "  not-verified: {", "  refused: {");
    },
  },
  {
    name: "call-repointed",
    shows: "an e-mail flow that calls another module",
    before: ({ workspace }) => workspace.edit(MAIL, "callModule: email-processor\n", "callModule: email-processor-2\n"),
  },
  {
    name: "email-reply",
    shows: "a changed reply of an e-mail flow",
    before: ({ workspace }) =>
      workspace.edit(MAIL, "Thank you for your message.", "Thank you. We answer within a day."),
  },
  {
    name: "typescript",
    shows: "a changed flow in TypeScript",
    before: ({ workspace }) =>
      workspace.edit("flows/inbound/opening-hours.ts", "from eight to six", "from nine to five"),
  },
  {
    name: "newer-export",
    shows: "an export that is replaced by a newer one",
    before: ({ workspace }) => {
      const text = workspace.read("flows/inbound/claims_v2-0.yaml").replaceAll("claim number", "claim reference");
      workspace.remove("flows/inbound/claims_v2-0.yaml");
      workspace.write("flows/inbound/claims_v3-0.yaml", text);
    },
  },
  {
    name: "flow-renamed",
    shows: "a new name in Architect, and nothing else",
    before: ({ workspace }) => workspace.edit(SALES, "inboundCall: Sales\n", "inboundCall: Sales desk\n"),
  },
  {
    name: "file-renamed",
    shows: "another key with `formerly`: the flow stays",
    before: ({ workspace }) => {
      const text = workspace.read(SALES).replace("inboundCall: Sales\n", "inboundCall: Sales\nformerly: [sales]\n");
      workspace.remove(SALES);
      workspace.write("flows/inbound/new-business.yaml", text);
    },
  },
  {
    name: "file-moved",
    shows: "a file in another folder: nothing changes",
    before: ({ workspace }) => {
      const text = workspace.read(SALES);
      workspace.remove(SALES);
      workspace.write("flows/desks/sales.yaml", text);
    },
  },
  {
    name: "number-moves",
    shows: "a number that routes to another flow, and one that no longer routes to a flow",
    before: ({ workspace }) => {
      workspace.edit(SALES, '["+13175550100", "+13175550101"]', '["+13175550110"]');
      workspace.edit(SUPPORT, '["+13175550110"]', '["+13175550101", "+13175550111"]');
    },
  },
  {
    name: "violation",
    shows: "a call without its `error` transition blocks, before anything is planned",
    fails: true,
    before: ({ workspace }) => workspace.edit(SALES, ", error: apology}", "}"),
  },
  {
    name: "exempted",
    shows: "a violation that an exemption covers",
    before: ({ workspace }) => {
      workspace.edit(SALES, ", error: apology}", "}");
      workspace.write(
        "policies/exemptions.yaml",
        "- rule: module-call-transitions\n  flow: sales\n  node: authenticate\n  reason: The module ends with an outcome.\n  owner: Voice team\n  expires: 2999-01-31\n",
      );
    },
    after: ({ workspace }) => workspace.restore("policies/exemptions.yaml"),
  },
  {
    name: "mistakes",
    shows: "two mistakes in flow files, both with file and line",
    fails: true,
    before: ({ workspace }) => {
      workspace.edit(SALES, "start: authenticate", "start: authentcate");
      workspace.edit(SUPPORT, "then: hang-up}\n  hang-up", "then: hangup}\n  hang-up");
    },
  },
  {
    name: "unknown-queue",
    shows: "a queue that does not exist",
    fails: true,
    before: ({ workspace }) => workspace.edit(SALES, "queue: Sales,", "queue: Salez,"),
  },
  {
    name: "interface-compatible",
    shows: "a new input with a default: the callers work unchanged",
    before: ({ workspace }) =>
      workspace.edit(
        PIN,
        "inputs:\n",
        "inputs:\n  language: {type: string, default: en, description: Spoken language}\n",
      ),
  },
  {
    name: "interface-breaking",
    shows: "an output that a pinned caller still binds",
    fails: true,
    before: ({ workspace }) => {
      workspace.configure({
        ...workspace.configuration(),
        "genesys-flows:policyLevels": "prod",
        "genesys-flows:flows": { support: { pin: { until: "2999-01-31", reason: "The campaign ends" } } },
      });
      workspace.edit(PIN, "customerId: {type: string", "customer: {type: string");
      workspace.edit(PIN, "customerId: Common.customerId", "customerId: Common.customer");
      for (const file of [SALES, SUPPORT])
        workspace.edit(file, "outputs: {customerId: Flow.customerId}", "outputs: {customer: Flow.customerId}");
    },
  },
  {
    name: "pinned",
    shows: "a pinned caller that keeps its snapshot",
    before: (scene) => {
      const { workspace } = scene;
      longer(scene);
      workspace.edit(SUPPORT, "start:", "pin: {until: 2999-01-31, reason: The campaign ends in January}\nstart:");
    },
  },
  {
    name: "queue-and-new-flow",
    shows: "a new flow with a new queue, and a changed queue",
    before: ({ workspace }) => {
      workspace.edit("flows/queues.yaml", "acwTimeoutMs: 30000", "acwTimeoutMs: 45000");
      workspace.edit(
        "flows/queues.yaml",
        "  Sales:\n",
        "  Returns:\n    description: Goods that come back\n  Sales:\n",
      );
      workspace.write(
        "flows/inbound/returns.yaml",
        `inboundCall: Returns
numbers: ["+13175550140"]
onFault: {say: "We have a technical problem.", then: disconnect}
start: welcome
nodes:
  welcome: {playAudio: "You have reached returns.", then: to-returns}
  to-returns: {transferToAcd: {queue: Returns}, on: {failure: sorry}}
  sorry: {callModule: common-error-handler, inputs: {callerNumber: =Call.Ani, reason: No agent}, on: {completed: bye, error: bye}}
  bye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`,
      );
    },
  },
  {
    name: "bare-resource",
    shows: "a flow that the program itself registers, without a flow file",
    before: ({ workspace }) => {
      workspace.write("documents/night.yaml", NIGHT);
      workspace.edit(
        "index.ts",
        /^/,
        'import * as genesyscloud from "@pulumi/genesyscloud";\nimport * as pulumi from "@pulumi/pulumi";\n',
      );
      workspace.edit(
        "index.ts",
        "// Declare other resources that flows name",
        'new genesyscloud.Flow("night", { document: new pulumi.asset.FileAsset("documents/night.yaml") });\n// Declare other resources that flows name',
      );
    },
  },
  {
    name: "import",
    shows: "a flow that exists and joins the stack",
    before: async ({ workspace, platform }) => {
      const id = await platform.publish(NIGHT);
      workspace.write("flows/inbound/night.yaml", await platform.export("Night", "published"));
      const flows = { night: { import: id, importedVersion: "1.0" } };
      workspace.configure({ ...workspace.configuration(), "genesys-flows:flows": flows });
    },
  },
  {
    name: "name-taken",
    shows: "a new flow whose name another flow has",
    fails: true,
    before: ({ workspace }) =>
      workspace.write(
        "flows/inbound/night-desk.yaml",
        'inboundCall: Night\nonFault: {say: "Sorry.", then: disconnect}\nstart: bye\nnodes:\n  bye: {playAudio: "Goodbye.", then: end}\n  end: {disconnect: {}}\n',
      ),
  },
  {
    name: "locked",
    shows: "a flow that somebody has checked out, with a draft",
    before: async (scene) => {
      await editInArchitect(scene.platform, { flow: "Support", change: "draft", replace: { "Goodbye.": "Good-bye." } });
      longer(scene);
    },
    after: async ({ platform }) => {
      await platform.architect.postFlowsActionsUnlock((await platform.flow("Support")).id);
    },
  },
  {
    name: "drift-overwritten",
    shows: "a flow that somebody published in Architect, which the update publishes over",
    refresh: true,
    before: ({ platform }) =>
      editInArchitect(platform, { flow: "Sales", change: "publish", replace: { "Goodbye.": "So long." } }),
  },
  {
    name: "drift-refused",
    shows: "the same, where the stack refuses to publish over it",
    fails: true,
    before: ({ workspace }) => {
      workspace.configure({ ...workspace.configuration(), "genesys-flows:flows": { sales: { onDrift: "fail" } } });
      workspace.edit(SALES, "Thank you for calling. Goodbye.", "Thank you for calling us. Goodbye.");
    },
  },
  {
    name: "deletion",
    shows: "a flow that leaves the stack, with its number",
    before: ({ workspace }) => workspace.remove("flows/inbound/support.yaml"),
  },
  {
    name: "module-missing",
    shows: "a module that leaves the stack while its callers stay",
    fails: true,
    before: ({ workspace }) => workspace.remove("flows/modules/common-error-handler.yaml"),
  },
  {
    name: "deletion-refused",
    shows: "a flow that leaves the stack while a flow outside of it leads to it",
    fails: true,
    before: async ({ workspace, platform }) => {
      const leads =
        "- transferToFlow: {name: on, targetFlow: {name: Opening hours}}\n          - disconnect: {name: bye}";
      await platform.publish(NIGHT.replace("name: Night", "name: Legacy").replace("- disconnect: {name: bye}", leads));
      workspace.remove("flows/inbound/opening-hours.ts");
    },
    after: async ({ platform }) => {
      await platform.architect.deleteFlow((await platform.flow("Legacy")).id);
    },
  },
  {
    name: "update-failed",
    shows: "an update of which one publish job fails",
    // Without `--continue-on-error`, the machine's speed decides what else has begun when the job fails.
    run: "up --skip-preview --continue-on-error",
    fails: true,
    keeps: true,
    before: async (scene) => {
      longer(scene);
      scene.workspace.edit(HANDLER, "Please try again later.", "Please try again tomorrow.");
      await scene.platform.client.addFaults({
        faults: [
          {
            when: { operation: "postFlowsJobs" },
            do: { job: { messages: [{ type: "Error", text: "The flow has a missing prompt.", flow: "Claims" }] } },
          },
        ],
      });
    },
    after: async ({ platform }) => platform.client.removeFaults(),
  },
  { name: "update-repeated", shows: "what the failed update left undone", keeps: true },
  { name: "updated", shows: "the update that completes it", run: "up", keeps: true },
];

const NIGHT = `inboundCall:
  name: Night
  division: Home
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}, textToSpeech: {defaultEngine: {voice: Jill}}}}
  initialGreeting: {tts: "We are closed."}
  settingsErrorHandling: {errorHandling: {disconnect: {none: true}}, preHandlingAudio: {tts: We have a problem.}}
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - disconnect: {name: bye}
`;
