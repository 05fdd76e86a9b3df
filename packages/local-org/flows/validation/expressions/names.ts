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

/** Names that the platform reports as unknown functions (MakingChatbots/genesys-cloud-plugins, gotchas: `ToNumber`). */
export const NO_FUNCTIONS: ReadonlySet<string> = new Set(["tonumber"]);

/**
 * Functions that exports (reference/archy.md §e, export-shapes.md) or texts of the vendor and its users name. Architect's
 * Expression Help has more, so a name that is missing here may be correct.
 */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `AddDays AddDuration AddHours AddItem AddItemAt AddMinutes AddSeconds Append AreEqual AudioPlaybackOptions Contains Count
   DateTimeDiff Day DayOfWeek Find FindEmergencyGroup FindFirst FindGroup FindGroupById FindLanguageSkill FindQueue
   FindQueueById FindSchedule FindScheduleGroup FindSkill FindString FindSystemPrompt FindUser FindUserById FindUserPrompt
   FindWrapUpCode GetAt GetCurrentDateTimeUtc GetJsonObjectProperty Hour If IndexOf IsEmpty IsNotSetOrEmpty IsSet JsonParse
   Left Length Lower MakeCommunication MakeCurrency MakeDateTime MakeDuration MakeEmailAddress MakeList
   MakeListAgentScorePair MakePhoneNumber Minute Month Not RemoveDups RemoveItem RemoveItemAt Replace ReplaceItem
   ReplaceItemAt ResolveSlot Right Second Split Substring Sum ToAudioBlank ToAudioBool ToAudioBoolean ToAudioDuration
   ToAudioNumber ToAudioPhoneNumber ToAudioPrompt ToAudioTTS ToBoolean ToCommunication ToCommunicationTTS ToDate
   ToDateTime ToDecimal ToDisplayString ToDuration ToInt ToJson ToJsonCollection ToLower ToPhoneNumber ToScheduleGroup
   ToString ToTime ToUpper Trim Upper Year`
    .toLowerCase()
    .split(/\s+/),
);
