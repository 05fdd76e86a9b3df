/** Kinds of objects that a document names (reference/archy.md, "References by name"). */
export const referenceKinds = [
  "queue",
  "flow",
  "commonModule",
  "botFlow",
  "digitalBotFlow",
  "inqueueFlow",
  "dataAction",
  "dataTable",
  "prompt",
  "systemPrompt",
  "schedule",
  "scheduleGroup",
  "emergencyGroup",
  "skill",
  "language",
  "script",
  "flowOutcome",
  "flowMilestone",
  "wrapupCode",
  "contactList",
  "knowledgeBase",
  "worktype",
  "user",
  "group",
] as const;

export type ReferenceKind = (typeof referenceKinds)[number];
