import type { FlowType } from "../archy/types.ts";

/** Scopes whose variables the flow itself declares or binds (reference/archy.md §e). */
export const userScopes = ["Flow", "Task", "State", "Common", "Slot"] as const;
export type UserScope = (typeof userScopes)[number];

/** Scopes whose variables the platform provides (reference/archy.md §e, the SDK's VARIABLE_SCOPES, and exports). */
export const platformScopes = [
  "Bot",
  "Call",
  "Chat",
  "Email",
  "Interaction",
  "Menu",
  "Message",
  "Session",
  "Survey",
  "System",
  "Workflow",
  "Workitem",
] as const;
export type PlatformScope = (typeof platformScopes)[number];

const byName = new Map<string, UserScope | PlatformScope>(
  [...userScopes, ...platformScopes].map((scope) => [scope.toLowerCase(), scope]),
);

/** The scope with a name, in any case, in its own spelling; undefined for any other word. */
export function scopeNamed(word: string): UserScope | PlatformScope | undefined {
  return byName.get(word.toLowerCase());
}

/** Whether a word is a scope. */
export function isScope(word: string): boolean {
  return byName.has(word.toLowerCase());
}

/** Whether the flow itself declares and sets the variables of a scope. */
export function isUserScope(word: string): boolean {
  return (userScopes as readonly string[]).includes(scopeNamed(word) ?? "");
}

/** A variable that the platform provides. */
export interface BuiltIn {
  /** With its scope: `Call.Ani`. */
  readonly name: string;
  /** Data type; undefined for one whose properties are read, and where no source says it. */
  readonly type?: string;
  /** The one type of flow that has it; undefined where every flow of its scope does. */
  readonly only?: FlowType;
}

/** Variables of the platform: the vendor's list (reference/expressions.md, "Built-in variables"), and those seen in exports. */
const rows: readonly BuiltIn[] = [
  ...typed("boolean", ["Flow.IsTest", "Message.IsNewConversation"]),
  ...typed("dateTime", ["Flow.StartDateTimeUtc", "System.MinDateTime", "System.MaxDateTime"]),
  ...typed("duration", ["System.MinDuration", "System.MaxDuration"]),
  ...typed("integer", ["System.MinInt", "System.MaxInt"]),
  ...typed("string", [
    ...["Flow.Version", "Interaction.Id"],
    ...["Call.Ani", "Call.CalledAddress", "Call.CalledAddressOriginal", "Call.ContactId", "Call.ConversationId"],
    ...["Call.Language", "Call.RemoteName", "Call.UUIData"],
    ...["Email.ConversationId", "Email.Language", "Message.ConversationId", "Message.Language"],
  ]),
  { name: "Call.CurrentQueue", type: "queue", only: "inqueueCall" },
  { name: "Call.EstimatedWaitTime", type: "duration", only: "inqueueCall" },
  { name: "Call.PositionInQueue", type: "integer", only: "inqueueCall" },
  { name: "Flow.HoldPrompt", type: "prompt", only: "inqueueCall" },
  { name: "Flow.WrapupCode", type: "wrapupCode", only: "outboundCall" },
  ...["Call.Contact", "Chat.Guest", "Email.LanguageSkill", "Email.Message", "Flow.InvocationData"].map(untyped),
  ...["Message.Message", "Session.LastKnowledgeAnswer", "Survey.CustomerContact", "Survey.Url"].map(untyped),
  ...["System.Currencies", "System.DateTime", "System.Languages", "System.Regions"].map(untyped),
  ...["Workitem.EventType", "Workitem.Workitem"].map(untyped),
];

function typed(type: string, names: readonly string[]): BuiltIn[] {
  return names.map((name) => ({ name, type }));
}

function untyped(name: string): BuiltIn {
  return { name };
}

const builtIns = new Map(rows.map((row) => [row.name.toLowerCase(), row]));

/** A variable of the platform by its full name, in any case; undefined for one that this version does not know. */
export function builtInNamed(name: string): BuiltIn | undefined {
  return builtIns.get(name.toLowerCase());
}

/** Names of the known variables in a scope of the platform, without it: `Ani`. */
export function builtInsOf(scope: string): string[] {
  const own = scopeNamed(scope);
  return rows.flatMap(({ name }) => {
    const [first, member = ""] = name.split(".");
    return first === own ? [member] : [];
  });
}
