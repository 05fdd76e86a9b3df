/** What a key with an unknown word belongs to. */
export type WordOf = "flow" | "node" | "call" | "property";

const RECORDED =
  "Agents set wrap-up codes; a flow has none. Record the result with setParticipantData or setFlowOutcome, on outbound calls also with setWrapupCode.";
const NO_MERGE = "YAML 1.2 has no merge keys. Write the keys here, or share nodes in a fragment.";
const NO_SWITCH = "The platform has no switch for a single action. Lead the transitions past the node, or remove it.";

/** Words that other tools have for something that the platform does in another way, and that way. */
const words: Readonly<Record<string, Partial<Record<WordOf, string>>>> = {
  enabled: {
    flow: "The platform has no switch for a flow: a published flow is on. `stacks` keeps it out of a stack, a call flow without `numbers` gets no calls, and a removed file deletes it.",
    node: NO_SWITCH,
    call: NO_SWITCH,
    property: NO_SWITCH,
  },
  timeout: {
    flow: "A flow has no time limit, but actions have one, such as callData: {action: NAME, timeout: {seconds: 10}}.",
    call: "A call to a module has no time limit. Set those of the module's actions, such as callData, and end the module with an outcome when one expires.",
  },
  "<<": { flow: NO_MERGE, node: NO_MERGE, call: NO_MERGE, property: NO_MERGE },
  disposition: { flow: RECORDED, node: RECORDED, call: RECORDED, property: RECORDED },
};

/** What the platform has instead of something that a word stands for in other tools; undefined for other words. */
export function elsewhereCalled(word: string, of: WordOf): string | undefined {
  return Object.hasOwn(words, word) ? words[word]?.[of] : undefined;
}
