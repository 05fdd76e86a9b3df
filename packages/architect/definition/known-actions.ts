import { type ActionInfo, actionOf, actions } from "../archy/actions/index.ts";

/** The row of an action that may stand in a node; choices of a menu are none. */
export function nodeAction(key: string): ActionInfo | undefined {
  const info = actionOf(key);
  return info?.acts === undefined ? info : undefined;
}

/** Keys of all actions that may stand in a node. */
export function nodeActions(): string[] {
  return [...actions.values()].filter((info) => info.acts === undefined).map((info) => info.key);
}

/** Whether `then` may not stand for the transitions of an action: it has to name them under `on`. */
export function namesTransitions({ leaves, shape }: ActionInfo): boolean {
  return leaves || shape !== "outputs";
}
