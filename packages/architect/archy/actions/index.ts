import { audioActions } from "./audio.ts";
import { botActions } from "./bot.ts";
import { botCallsActions } from "./bot-calls.ts";
import { controlActions } from "./control.ts";
import { dataActions, findActions } from "./data.ts";
import { customerActions, interactionActions, workActions } from "./interaction.ts";
import { menuChoicesActions } from "./menu-choices.ts";
import { messagingActions } from "./messaging.ts";
import type { ActionInfo, ActionRow } from "./row.ts";
import { transferActions } from "./transfer.ts";

export type { ActionInfo } from "./row.ts";

/** The rows of the action table by group, in the order of docs/actions.md. */
export const actionGroups = {
  "Branches, loops, tasks and ends": controlActions,
  "Audio and input": audioActions,
  Transfers: transferActions,
  "Messages and e-mail": messagingActions,
  "Data and variables": dataActions,
  "Find by name or id": findActions,
  "Customers and contacts": customerActions,
  Interactions: interactionActions,
  "Bot calls": botCallsActions,
  "Within bots": botActions,
  "Work items": workActions,
  "Menu choices": menuChoicesActions,
} as const;

type Row = (typeof actionGroups)[keyof typeof actionGroups][number];

/** Output paths by action, if the table lists all paths of the action; `string` for other actions. */
export type PathsOfActions = {
  readonly [R in Row as R["key"]]: R extends ActionRow<string, infer Paths> ? Paths : never;
};

const rows: readonly ActionInfo[] = Object.values(actionGroups).flat();

/**
 * Every action and menu choice of the flow language, by Archy key. Each of the 162 classes of the vendor's SDK has one
 * row (reference/archy.md §d). Rows without `observedIn` are inferred from the SDK and marked `inferred`.
 */
export const actions: ReadonlyMap<string, ActionInfo> = new Map(rows.map((info) => [info.key, info]));

/** The row of an action or menu choice; undefined if this version does not list it. */
export function actionOf(key: string): ActionInfo | undefined {
  return actions.get(key);
}

/** The row of an action that a node can have; undefined for menu choices. */
export function nodeAction(key: string): ActionInfo | undefined {
  const info = actionOf(key);
  return info?.acts === undefined ? info : undefined;
}

/** Keys of all actions that a node can have. */
export function nodeActions(): string[] {
  return [...actions.keys()].filter(nodeAction);
}

/** Whether an action must name its transitions under `on` instead of using `then`. */
export function namesTransitions({ leaves, shape }: ActionInfo): boolean {
  return leaves || shape !== "outputs";
}
