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
