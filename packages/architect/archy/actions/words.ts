/**
 * Words that a property of an action takes in exports, by `action.property` (reference/archy.md §d). There may be
 * others: no other word is a mistake for not being in this list.
 */
const seen: Readonly<Record<string, readonly string[]>> = {
  "askForSlot.confirmationMode": ["never"],
  "collectInput.verificationType": ["none", "numeric", "individualDigits"],
  "playEstimatedWaitTime.playbackMode": ["about"],
  "sendAutoReply.replyMode": ["replyToSender", "replyToAll"],
  "sendResponse.messageBodyStyle": ["standard", "notice"],
  "setFlowOutcome.flowOutcomeValue": ["SUCCESS"],
};

/** The words that are known for a property of an action; none for most. */
export function wordsOf(action: string, property: string): readonly string[] {
  return seen[`${action}.${property}`] ?? [];
}
