import { capital, flowTypes } from "../archy/flow-types.ts";
import type { ArchyMap, FlowType } from "../archy/types.ts";
import { actionsOf, literal, type Nested } from "../compile/actions.ts";
import { anInstance } from "../definition/scope.ts";
import { ERROR } from "../graph/output-paths.ts";
import type { FlowNode, ModuleContract } from "../graph/types.ts";
import { contractData } from "../lift/module-call.ts";

/**
 * The actions of a module call, with every input and output in the form of exports (reference/archy.md §b), and the
 * switch on its outcome.
 */
export function callItems(o: {
  readonly module: ModuleContract;
  readonly name: string;
  readonly inputs: ArchyMap;
  readonly variable: string;
  /** The actions for each outcome; empty if the flow continues with the next action. */
  readonly outcomes: Nested;
}): ArchyMap[] {
  const { module, inputs } = o;
  const unset = (members: Readonly<Record<string, string>>): ArchyMap =>
    Object.fromEntries(Object.keys(members).map((name) => [name, { noValue: true }]));
  const { [module.outcome?.from ?? ""]: _outcome, ...outputs } = unset(module.outputs);
  const node: FlowNode = {
    id: o.name,
    kind: "callModule",
    name: o.name,
    properties: {
      module: module.name,
      inputs: { ...unset(module.inputs), ...inputs },
      outputs,
      ...(module.outcome && {
        outcome: contractData(module.outcome),
        outcomeVariable: o.variable,
      }),
    },
    transitions: {},
  };
  return actionsOf(node, o.outcomes);
}

/** The action that ends a flow of the given type. Undefined if no export shows such an action for this type. */
export function endAction(type: FlowType): ArchyMap | undefined {
  const { media, startUp } = flowTypes[type];
  if (type === "workflow") return { endWorkflow: { name: "End Workflow", exitReason: { noValue: true } } };
  if (type === "workitem") return { exitWorkitemFlow: { name: "Exit Workitem Flow" } };
  if (type === "botFlow" || type === "digitalBot") return { exitBotFlow: { name: "Exit Bot Flow" } };
  if (startUp === "state") return { endState: { name: "End State" } };
  return media === "none" ? undefined : { disconnect: { name: "Disconnect" } };
}

/**
 * The action that plays or sends text in a flow of the given type. Undefined if no export shows such an action for this
 * type.
 */
export function sayAction(type: FlowType, text: string): ArchyMap | undefined {
  const { media } = flowTypes[type];
  if (media === "call") return { playAudio: { name: "Play Audio", audio: { tts: text } } };
  const messageBody = { exp: literal(text) };
  if (type === "inboundShortMessage" || type === "inboundChat")
    return { sendResponse: { name: "Send Response", messageBody } };
  if (type !== "inboundEmail") return undefined;
  const unset = { noValue: true };
  const addresses = { from: unset, replyTo: unset, cc: unset, bcc: unset };
  return { sendAutoReply: { name: "Send Auto Reply", ...addresses, messageBody, replyMode: "replyToSender" } };
}

/** The reason why a flow of the given type cannot end, or cannot say something before it ends. Undefined if it can. */
export function endProblem(type: FlowType, say: string | undefined): string | undefined {
  if (!endAction(type)) return `No export shows how ${anInstance(type)} ends.`;
  return say === undefined || sayAction(type, say) ? undefined : `${capital(anInstance(type))} cannot speak text.`;
}

/** The outcomes that a call to a module must handle: the module's own outcomes and `error`. */
export function outcomesToLead(module: ModuleContract): string[] {
  return module.outcome ? [...Object.keys(module.outcome.outcomes), ERROR] : [];
}

/**
 * The name of a task or state inserted before the start: the module's name, without characters that are not allowed in
 * a reference.
 */
export function partNameOf(module: string): string {
  const plain = module.replaceAll(/[^\w -]+/g, " ").replaceAll(/ +/g, " ");
  return plain.trim() || "Call";
}
