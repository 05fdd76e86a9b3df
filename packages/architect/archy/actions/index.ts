import { audioActions } from "./audio.ts";
import { botActions } from "./bot.ts";
import { botCallsActions } from "./bot-calls.ts";
import { controlActions } from "./control.ts";
import { customerActions } from "./customer.ts";
import { dataActions } from "./data.ts";
import { findActions } from "./find.ts";
import { interactionActions } from "./interaction.ts";
import { menuChoicesActions } from "./menu-choices.ts";
import { messagingActions } from "./messaging.ts";
import type { ActionInfo } from "./row.ts";
import { transferActions } from "./transfer.ts";
import { workActions } from "./work.ts";

export type { ActionInfo } from "./row.ts";

const rows: readonly ActionInfo[] = [
  ...audioActions,
  ...controlActions,
  ...transferActions,
  ...botCallsActions,
  ...botActions,
  ...dataActions,
  ...findActions,
  ...customerActions,
  ...messagingActions,
  ...interactionActions,
  ...workActions,
  ...menuChoicesActions,
];

/**
 * Every action and menu choice of the flow language, by its Archy key: one row each of the 162 classes of the vendor's
 * SDK (reference/archy.md §d). Rows without `observedIn` are inferred from the SDK and marked `inferred`.
 */
export const actions: ReadonlyMap<string, ActionInfo> = new Map(rows.map((info) => [info.key, info]));

/** The row of an action or menu choice; undefined for one that this version does not know. */
export function actionOf(key: string): ActionInfo | undefined {
  return actions.get(key);
}
