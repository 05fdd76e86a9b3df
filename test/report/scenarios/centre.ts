import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { inCheckout } from "../../harness/checkout.ts";

const example = (file: string) => readFileSync(inCheckout("flows", file), "utf8");

const processor = (name: string, action: string) => `commonModule: ${name}
channels: [inboundEmail]
inputs: {emailBody: string}
outputs: {processedResult: string}
start: classify
nodes:
  classify:
    callData: {action: NLP/${action}, inputs: {text: =Common.emailBody}, outputs: {class: Common.processedResult}, timeout: {seconds: 10}}
    on: {success: done, failure: failed, timeout: failed}
  done: {end: completed}
  failed: {end: error}
`;

const queues = `queues:
  Sales:
    description: New business and quotes
    acwTimeoutMs: 30000
  Support:
    description: Help with an existing policy
    acwTimeoutMs: 60000
  Claims:
    description: New and running claims
    acwWrapupPrompt: MANDATORY
`;

/** The flow files of the recorded scenarios: the example, an e-mail flow with two processors, and a flow in TypeScript. */
export const flows: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "inbound/claims.options.yaml",
      "inbound/claims_v2-0.yaml",
      "inbound/sales.yaml",
      "inbound/support.yaml",
      "modules/common-error-handler.yaml",
      "modules/pin-authentication.yaml",
    ].map((file) => [file, example(file)]),
  ),
  "queues.yaml": queues,
  "modules/email-processor.yaml": processor("E-mail processor", "Classify"),
  "modules/email-processor-2.yaml": processor("E-mail processor 2", "Classify well"),
  "inbound/customer-mail.yaml": `inboundEmail: Customer mail
onFault: {then: {queue: General Enquiries}}
settings: {settingsInboundEmailHandling: {emailHandling: {disconnect: {none: true}}}}
start: process
nodes:
  process:
    callModule: email-processor
    inputs: {emailBody: =Email.Message.body}
    outputs: {processedResult: Flow.result}
    on: {completed: route, error: to-people}
  route: {switch: =Flow.result, on: {thanks: reply, default: to-people}}
  reply: {sendAutoReply: "Thank you for your message.", then: close}
  close: {disconnect: {}}
  to-people: {transferToAcd: General Enquiries, on: {failure: not-now}}
  not-now: {sendAutoReply: "We cannot take your message now. Please write again later.", then: close}
`,
  "inbound/opening-hours.ts": `import { defineFlow } from "@genesys-flows/architect";

export const openingHours = defineFlow({
  inboundCall: "Opening hours",
  onFault: { say: "We have a technical problem.", then: "disconnect" },
  start: "hours",
  nodes: {
    hours: { playAudio: "We are here from eight to six, Monday to Friday.", then: "bye" },
    bye: { disconnect: {} },
  },
});
`,
};

/** A module and its callers. */
export function callers(count: number): Record<string, string> {
  const lines = Array.from({ length: count }, (_, n): [string, string] => [
    `inbound/line-${n + 1}.yaml`,
    `inboundCall: Line ${n + 1}
onFault: {say: "We have a technical problem.", then: disconnect}
start: handle
nodes:
  handle: {callModule: handler, inputs: {reason: Closed}, on: {completed: bye, error: bye}}
  bye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`,
  ]);
  return {
    "modules/handler.yaml": `commonModule: Error handler
channels: [inboundCall]
inputs: {reason: string}
start: sorry
nodes:
  sorry: {playAudio: "An error has occurred.", then: done}
  done: {end: completed}
`,
    ...Object.fromEntries(lines),
  };
}

const seed = parse(readFileSync(inCheckout("local", "organisation.yaml"), "utf8"));

/** What the embedded organisation has besides. */
export const organisation: object = {
  ...seed,
  queues: [{ name: "General Enquiries", description: "Whatever has no queue of its own" }],
  integrations: [
    ...seed.integrations,
    {
      name: "NLP",
      dataActions: ["Classify", "Classify well"].map((name) => ({
        name,
        inputs: { text: "string" },
        outputs: { class: "string" },
      })),
    },
  ],
};

export const config = {
  "genesys-flows:substitutions": { claimsQueue: "Claims" },
};
