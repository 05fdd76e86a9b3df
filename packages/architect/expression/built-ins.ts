import type { FlowType } from "../archy/types.ts";
import { scopeNamed } from "./scopes.ts";

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

const byName = new Map(rows.map((row) => [row.name.toLowerCase(), row]));

/** A variable of the platform by its full name, in any case; undefined for one that this version does not know. */
export function builtInNamed(name: string): BuiltIn | undefined {
  return byName.get(name.toLowerCase());
}

/** Names of the known variables in a scope of the platform, without it: `Ani`. */
export function builtInsOf(scope: string): string[] {
  const own = scopeNamed(scope);
  return rows.flatMap(({ name }) => {
    const [first, member = ""] = name.split(".");
    return first === own ? [member] : [];
  });
}
