import type { FlowNode } from "@genesys-flows/architect";
import { z } from "zod";
import type { FlowSubject } from "../flow-subject.ts";
import { labelOf, nodesInOrder, placeFor } from "../paths/nodes.ts";
import { defineRule, type Violation } from "../rule.ts";
import {
  isSecretLiteral,
  type SecretVariables,
  secretComparison,
  secretSwitch,
  secretVariables,
} from "../secrets/comparisons.ts";
import { exposureOf, readsBack, secretInput, textsIn } from "../secrets/inputs.ts";
import { hasCardNumber, type SecretKind, secretNamed } from "../secrets/names.ts";

const verifying = (check: string) => `inboundCall: Balance
onFault: {say: "Please call again.", then: disconnect}
variables: {Task.pin: string, Flow.verified: boolean}
start: attempts
nodes:
  attempts: {loop: {times: 3}, on: {each: ask, done: sorry}}
  ask: {collectInput: {digits: {exact: 4}, into: Task.pin, prompt: "Please enter your PIN."}, on: {success: check, failure: attempts}}
${check}  welcome: {playAudio: Welcome., then: bye}
  sorry: {playAudio: "We cannot verify you.", then: bye}
  bye: {disconnect: {}}
`;

const settings = z.strictObject({
  /**
   * Where customers may enter a PIN or a password. `data-action`: in every flow that only sends the input to a data
   * action. `secure-flow`: only in secure call flows. The default is not the strictest value, because no documentation
   * requires a secure call flow for a PIN. Card data always requires a secure call flow.
   */
  pinInput: z.enum(["data-action", "secure-flow"]).default("data-action"),
});

/** Adds to the kernel's `secret-literal` the findings about callers' PINs, passwords and cards. */
export const secretsAndPins = defineRule({
  name: "secrets-and-pins",
  title: "Secret, PIN or card number in a flow",
  requires:
    "No flow contains a secret, PIN or card number, or compares one with a literal. Customers enter card data in secure call flows only, and a PIN only for a data action.",
  why: "Everyone who can read the flow, an export, a recording or the participant data can read the secret. A PIN in a flow is the same for every caller.",
  fix: "Let a data action verify the input, and move secrets to the credentials of its integration. Transfer to a secure call flow for card data.",
  blindTo:
    "Names and prompts in languages other than English. Recorded prompts. Secrets in data tables, and a PIN that a caller passes to a module as an input. What a called module or bot does with a PIN, unless the module or bot is checked itself. Whether calls are recorded.",
  settings,
  codes: ["secret-literal"],
  example: {
    violating: verifying('  check: {decision: \'=Task.pin == "1234"\', on: {"yes": welcome, "no": attempts}}\n'),
    passing: verifying(`  check:
    callData: {action: CRM/Verify PIN, inputs: {pin: =Task.pin}, outputs: {verified: Flow.verified}}
    on: {success: right, failure: sorry, timeout: sorry}
  right: {decision: =Flow.verified, on: {"yes": welcome, "no": attempts}}
`),
  },
  document(flow, { report, settings: { pinInput } }) {
    const variables = secretVariables(flow.graph);
    const literals = literalsByNode(flow, variables);
    for (const violation of distinct(literals.get(undefined) ?? [])) report(violation);
    for (const node of nodesInOrder(flow)) {
      const compared = secretSwitch(node, variables);
      const problems = [
        ...(literals.get(node) ?? []),
        ...(textsIn(node.properties).some(hasCardNumber) ? [cardProblem] : []),
        ...(compared ? [comparisonProblem(compared.variable, "the cases of a switch")] : []),
        ...entered(flow, node, pinInput),
      ];
      if (problems.length === 0) continue;
      const place = placeFor(flow, node);
      for (const problem of distinct(problems)) {
        report({ ...place, ...problem, ...shownPlace(problem.location ?? place.location) });
      }
    }
  },
});

/** The first violation for each message, in the order of the messages. */
function distinct(violations: readonly Violation[]): Violation[] {
  const found = new Map<string, Violation>();
  for (const one of violations) if (!found.has(one.message)) found.set(one.message, one);
  return [...found.values()].sort((a, b) => (a.message < b.message ? -1 : 1));
}

/** A location without its source text, because the source text would show the secret in every log. */
function shownPlace(location: Violation["location"]): Pick<Violation, "location"> {
  if (!location) return {};
  const { sourceLine: _secret, ...place } = location;
  return { location: place };
}

/** Violations in individual values, by node; the key undefined contains violations of the flow itself. */
function literalsByNode(flow: FlowSubject, variables: SecretVariables): Map<FlowNode | undefined, Violation[]> {
  const found = new Map<FlowNode | undefined, Violation[]>();
  const subject = flow.parts;
  for (const part of subject.parts) {
    if (part.kind === "write") continue;
    const text = String(part.value);
    const parsed = part.kind === "expression" ? subject.parse(text) : undefined;
    const comparison = parsed?.ok ? secretComparison(parsed.expression, variables) : undefined;
    const name = part.purpose.slice(part.purpose.lastIndexOf(".") + 1);
    const kind = part.kind === "literal" ? secretNamed(name) : undefined;
    const problems = [
      ...(kind && isSecretLiteral(part.value, kind) ? [exposed(`The value of ${name} is a literal.`)] : []),
      ...(comparison ? [comparisonProblem(comparison.variable, "an expression")] : []),
      ...(hasCardNumber(text) ? [cardProblem] : []),
    ];
    if (problems.length === 0) continue;
    // The values of a compiled definition have no source location, but their nodes have one.
    const compiled = flow.origin === "definition" && subject.document !== undefined;
    const location = compiled ? (part.node ? undefined : flow.place) : subject.locatePart(part);
    const list = found.get(part.node) ?? [];
    list.push(...problems.map((problem) => ({ ...problem, ...shownPlace(location) })));
    found.set(part.node, list);
  }
  return found;
}

const exposed = (message: string): Violation => ({
  message,
  why: "The secret is in the flow, and is the same for every caller.",
  fix: "Let a data action verify the input. Then change the secret, because it has been exposed.",
});

const comparisonProblem = (variable: string, where: string): Violation =>
  exposed(`The flow compares ${variable} with a literal, in ${where}.`);

const cardProblem: Violation = {
  message: "A string contains the number of a payment card.",
  fix: "Remove it. If the card is real, report it to the card's issuer, because the number has been exposed.",
};

function entered(flow: FlowSubject, node: FlowNode, pinInput: "data-action" | "secure-flow"): Violation[] {
  const { graph } = flow;
  const input = secretInput(node);
  if (!input || isSecure(flow)) return [];
  const what = nouns[input.kind];
  if (input.kind === "card" || pinInput === "secure-flow") {
    const message = `The customer enters ${what} outside a secure call flow.`;
    const why = "The digits end up in recordings, logs and the flow's variables.";
    return [
      { message, why, fix: "Transfer to a secure call flow with `transferToFlowSecure`, and collect the input there." },
    ];
  }
  const fix = "Pass the input only to a data action that verifies it.";
  const { nodes, outputs } = exposureOf(graph, input);
  const seen = nodes.map((at) => labelOf(flow, at)).sort();
  return [
    ...(readsBack(node)
      ? [{ message: `The flow reads ${what} back to the caller.`, fix: "Set `verificationType: none`." }]
      : []),
    ...seen.map((label) => ({ message: `${label} shows ${what} that the customer entered.`, fix })),
    ...outputs.map((name) => ({ message: `The output ${name} contains ${what} that the customer entered.`, fix })),
  ];
}

const nouns: Readonly<Record<SecretKind, string>> = { pin: "a PIN", password: "a password", card: "card data" };

/** Whether customers of the flow are always in a secure call flow. */
function isSecure({ graph }: FlowSubject): boolean {
  const channels = graph.type === "commonModule" ? (graph.module?.channels ?? []) : [graph.type];
  return channels.length > 0 && channels.every((channel) => channel === "secureCall");
}
