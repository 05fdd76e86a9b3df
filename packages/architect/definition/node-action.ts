import { z } from "zod";
import { nodeAction, nodeActions } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import { didYouMean } from "../suggest.ts";
import { shorthands } from "./actions/table.ts";
import { elsewhereCalled } from "./elsewhere.ts";
import { menuSchema } from "./menu.ts";
import { ownProperties } from "./properties.ts";
import { nodeKeys } from "./schema.ts";
import { checkAgainst, keysOf } from "./schema-issues.ts";
import type { Source } from "./source.ts";
import { wrapper } from "./vocabulary.ts";

/** The kinds of nodes that are not Archy actions. */
export const ownKinds: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  [
    "callModule",
    named(
      "a module's key",
      "Calls a common module by its key, which is the name of its file. The transitions are the module's outcomes and `error`",
    ),
  ],
  ["end", named("an outcome", "Ends a common module with one of its outcomes, or `error`")],
  ["menu", menuSchema],
  [
    "use",
    named(
      "the name of a fragment of this file",
      "Uses a fragment of this file, by its key under `fragments`. The transitions are the fragment's exits",
    ),
  ],
]);

function named(what: string, about: string): z.ZodType {
  return z.string().min(1, `expected ${what}`).describe(about);
}

/** Actions that a definition replaces with transitions, so no node may have them. */
export const jumps: ReadonlyMap<string, string> = new Map([
  ["jumpToTask", "Refer to the node under 'on' or 'then' instead of jumping."],
  ["loopNext", "Use a transition back to the loop's node for the next iteration."],
  ["loopExit", "To leave a loop, use a transition to the node after it."],
  ["changeState", "Refer to the node under 'on' or 'then' instead of changing the state."],
  ["jumpToMenu", "Refer to the menu's node under 'on' or 'then' instead of jumping."],
  ["callCommonModule", "Call a module by its key: callModule: KEY."],
]);

const NO_FORM = z.union([z.null(), wrapper], "expected the action's properties");

interface Place {
  readonly source: Source;
  readonly sink: DiagnosticSink;
}

/** The action of a node, which is one of its keys. Reports errors to the sink. */
export function actionIn(id: string, node: ArchyMap, { source, sink }: Place): string | undefined {
  const atKey = (...path: string[]) => ({ location: source.locate(["nodes", id, ...path], "key"), node: id });
  const keys = Object.keys(node).filter((key) => !nodeKeys.includes(key));
  const known = keys.filter((key) => ownKinds.has(key) || nodeAction(key) !== undefined);
  const [action, second] = known;
  for (const key of keys.filter((key) => !known.includes(key))) {
    const hint =
      hintFor(key, action) ?? didYouMean(key, [...ownKinds.keys(), ...nodeActions(), ...nodeKeys], "Actions");
    sink.report("unknown-action", `The action '${key}' does not exist.`, { ...atKey(key), hint });
  }
  if (second) {
    const message = `A node has one action, but this one has '${action}' and '${second}'.`;
    sink.report("several-actions", message, { ...atKey(second), hint: "Split it into two nodes." });
    return undefined;
  }
  if (!action && keys.length === 0) {
    const hint = 'For example: playAudio: "Thank you for calling."';
    sink.report("no-action", "The node has no action.", { ...atKey(), hint });
  }
  const jump = action && jumps.get(action);
  if (!jump) return action;
  sink.report("jump-action", `Definitions have no action '${action}'.`, { ...atKey(action), hint: jump });
  return undefined;
}

/** A hint for a key that belongs inside the node's action, or for something that the platform handles differently. */
function hintFor(key: string, action: string | undefined): string | undefined {
  if (action === undefined) return elsewhereCalled(key, "node");
  const schema = shorthands.get(action)?.schema;
  const inside = [...Object.keys(nodeAction(action)?.properties ?? {}), ...(schema ? keysOf(schema) : [])];
  if (inside.includes(key)) return `Write it inside '${action}'.`;
  return elsewhereCalled(key, action === "callModule" ? "call" : "node");
}

/**
 * Checks the body of an action against its short form. If the action has no short form, checks that the body is a
 * mapping.
 */
export function checkBody(id: string, action: string, body: ArchyValue, { source, sink }: Place): boolean {
  if (!ownKinds.has(action) && ownProperties(body)) return true;
  const schema = ownKinds.get(action) ?? shorthands.get(action)?.schema ?? NO_FORM;
  const also = ownKinds.has(action) ? [] : ["archy"];
  return checkAgainst(schema, body, { at: ["nodes", id, action], source, sink, node: id, also });
}
