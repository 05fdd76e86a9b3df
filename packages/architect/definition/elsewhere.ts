/** The context in which an unknown word is used as a key. */
export type WordOf = "flow" | "node" | "call" | "property";

const RECORDED =
  "Agents set wrap-up codes; a flow cannot. Record the result with setParticipantData or setFlowOutcome or, in outbound call flows, with setWrapupCode.";
const NO_MERGE = "YAML 1.2 has no merge keys. Write the keys here, or share nodes in a fragment.";
const NO_SWITCH =
  "The platform cannot disable a single action. Change the transitions to skip the node, or remove the node.";

/** Words from other tools for features that the platform handles differently, each with an explanation. */
const words: Readonly<Record<string, Partial<Record<WordOf, string>>>> = {
  enabled: {
    flow: "The platform cannot disable a flow: a published flow is active. To exclude the flow from a stack, use `stacks`. To stop calls to a call flow, remove its `numbers`. To delete the flow, remove the file.",
    node: NO_SWITCH,
    call: NO_SWITCH,
    property: NO_SWITCH,
  },
  timeout: {
    flow: "A flow has no time limit, but an action can have one, such as callData: {action: NAME, timeout: {seconds: 10}}.",
    call: "A call to a module has no time limit. Set the time limits of the module's actions, such as callData. End the module with an outcome when a time limit expires.",
  },
  "<<": { flow: NO_MERGE, node: NO_MERGE, call: NO_MERGE, property: NO_MERGE },
  disposition: { flow: RECORDED, node: RECORDED, call: RECORDED, property: RECORDED },
};

/** The platform's counterpart of a word from other tools; undefined for other words. */
export function elsewhereCalled(word: string, of: WordOf): string | undefined {
  return Object.hasOwn(words, word) ? words[word]?.[of] : undefined;
}
