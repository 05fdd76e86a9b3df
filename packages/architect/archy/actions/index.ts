import { audioActions } from "./audio.ts";
import { botActions } from "./bot.ts";
import { botCallsActions } from "./bot-calls.ts";
import { controlActions } from "./control.ts";
import { dataActions, findActions } from "./data.ts";
import { customerActions, interactionActions, workActions } from "./interaction.ts";
import { menuChoicesActions } from "./menu-choices.ts";
import { messagingActions } from "./messaging.ts";
import type { ActionInfo } from "./row.ts";
import { transferActions } from "./transfer.ts";

export type { ActionInfo } from "./row.ts";

/** The rows of the action table in groups, in the order of docs/actions.md. */
export const actionGroups: Readonly<Record<string, readonly ActionInfo[]>> = {
  "Branches, loops, tasks and ends": controlActions,
  "Audio and input": audioActions,
  Transfers: transferActions,
  "Messages and e-mail": messagingActions,
  "Data and variables": dataActions,
  "Find by name or id": findActions,
  "Customers and contacts": customerActions,
  Interactions: interactionActions,
  "Calls of bots": botCallsActions,
  "Within bots": botActions,
  "Work items": workActions,
  "Choices of a menu": menuChoicesActions,
};

const rows = Object.values(actionGroups).flat();

/**
 * Every action and menu choice of the flow language, by its Archy key: one row each of the 162 classes of the vendor's
 * SDK (reference/archy.md §d). Rows without `observedIn` are inferred from the SDK and marked `inferred`.
 */
export const actions: ReadonlyMap<string, ActionInfo> = new Map(rows.map((info) => [info.key, info]));

/** The row of an action or menu choice; undefined for one that this version does not know. */
export function actionOf(key: string): ActionInfo | undefined {
  return actions.get(key);
}
