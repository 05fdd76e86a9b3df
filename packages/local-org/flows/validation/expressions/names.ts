/**
 * Scopes of variables that a flow declares itself. Lookups of these variables ignore case (SDK
 * `ArchBaseFlow.getVariableByName`).
 */
export const OWN_SCOPES = lowered("flow task state common slot");

/** Scopes whose variables belong to the task or state that declares or binds them. */
export const LOCAL_SCOPES = lowered("task state");

/**
 * Words before a dot that the platform provides: `VARIABLE_SCOPES` of the SDK, and others that exports and the vendor's help use:
 * constants (`System`, `Format`), prompts, secure variables. No source says that the list is complete.
 */
export const PROVIDED_SCOPES = lowered(
  "bot call chat email format interaction menu message prompt promptSystem secure session survey system workflow workitem",
);

/**
 * Flow variables that need no declaration, from exports (`HoldPrompt`), the SDK's documentation (`Version`,
 * `InvocationData`), and the help's list of built-in variables.
 */
export const BUILT_IN = lowered(
  "Flow.HoldPrompt Flow.InvocationData Flow.IsTest Flow.StartDateTimeUTC Flow.Version Flow.WrapUpCode",
);

/** Words that may occur without parentheses or a dot. */
export const CONSTANTS = lowered("NOT_SET true false null");

/** Functions in exports that `functions.json` lacks. */
export const SEEN_FUNCTIONS = lowered("FindEmergencyGroup FindUserById ResolveSlot");

/**
 * Functions that users mention but that no vendor source contains. They may exist, because the vendor's table from 2019
 * lacks some functions (`reference/expressions.md`, source S6).
 */
export const NAMED_FUNCTIONS = lowered(`
  AddItem AddItemAt FindGroup FindGroupById FindQueueById FindSchedule FindScheduleGroup FindWrapUpCode IndexOf
  IsEmpty MakePhoneNumber Not RemoveDups RemoveItem RemoveItemAt ReplaceItem ReplaceItemAt ToAudioBoolean ToAudioPrompt
  ToBoolean ToCommunicationTTS ToDate ToLower ToTime ToUpper`);

/** The names in lower case, for comparisons that ignore case. */
function lowered(names: string): ReadonlySet<string> {
  return new Set(names.trim().toLowerCase().split(/\s+/));
}
