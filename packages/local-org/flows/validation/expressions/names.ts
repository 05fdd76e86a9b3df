/**
 * Scopes whose variables a flow declares itself. Their variables are looked up without regard to case (SDK
 * `ArchBaseFlow.getVariableByName`).
 */
export const OWN_SCOPES: ReadonlySet<string> = new Set(["flow", "task", "state", "common", "slot"]);

/** Scopes whose variables belong to the task or state that declares or binds them. */
export const LOCAL_SCOPES: ReadonlySet<string> = new Set(["task", "state"]);

/**
 * Words before a dot that the platform provides: `VARIABLE_SCOPES` of the SDK, and others that exports and the vendor's help use:
 * constants (`System`, `Format`), prompts, secure variables. No source says that the list is complete.
 */
export const PROVIDED_SCOPES: ReadonlySet<string> = new Set([
  "bot",
  "call",
  "chat",
  "email",
  "format",
  "interaction",
  "menu",
  "message",
  "prompt",
  "promptsystem",
  "secure",
  "session",
  "survey",
  "system",
  "workflow",
  "workitem",
]);

/**
 * Variables of the flow without a declaration: in exports (`HoldPrompt`), in the SDK's documentation (`Version`,
 * `InvocationData`), in the help's list of built-in variables.
 */
export const BUILT_IN: ReadonlySet<string> = new Set([
  "flow.holdprompt",
  "flow.invocationdata",
  "flow.istest",
  "flow.startdatetimeutc",
  "flow.version",
  "flow.wrapupcode",
]);

/** Words that stand alone. */
export const CONSTANTS: ReadonlySet<string> = new Set(["not_set", "true", "false", "null"]);

/** Functions of exports that `functions.json` lacks. */
const SEEN = ["FindEmergencyGroup", "FindUserById", "ResolveSlot"];

/**
 * Functions that texts of users name and no source of the vendor does, some of which its table of 2019 does not have
 * (`reference/expressions.md`, source S6): they may exist.
 */
const NAMED =
  `AddItem AddItemAt FindGroup FindGroupById FindQueueById FindSchedule FindScheduleGroup FindWrapUpCode IndexOf
  IsEmpty MakePhoneNumber Not RemoveDups RemoveItem RemoveItemAt ReplaceItem ReplaceItemAt ToAudioBoolean ToAudioPrompt
  ToBoolean ToCommunicationTTS ToDate ToLower ToTime ToUpper`.split(/\s+/);

const lowered = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));

export const SEEN_FUNCTIONS: ReadonlySet<string> = lowered(SEEN);
export const NAMED_FUNCTIONS: ReadonlySet<string> = lowered(NAMED);
