import { type ArchyValue, actionOf, get, getList, getMap, singleEntry } from "@genesys-flows/architect";
import { isNotSet } from "../../expression/values.ts";
import type { ActionSemantics, Rows, Taken } from "../semantics.ts";
import type { Step } from "../step.ts";
import { Fault, Leaves } from "../talk.ts";
import type { Course, Destination } from "../types.ts";
import { play } from "./audio.ts";
import { collected } from "./input.ts";

/** How each transfer action names its target. */
const targets: Readonly<
  Record<string, { readonly kind: Destination["kind"]; readonly at: string; readonly type: string }>
> = {
  transferToAcd: { kind: "queue", at: "targetQueue", type: "queue" },
  transferToUser: { kind: "user", at: "targetUser", type: "user" },
  transferToGroup: { kind: "group", at: "targetGroup", type: "group" },
  transferToNumber: { kind: "number", at: "targetNumber", type: "string" },
  transferToFlow: { kind: "flow", at: "targetFlow", type: "string" },
  transferToFlowSecure: { kind: "secureFlow", at: "targetFlow", type: "string" },
};

function destinationOf(step: Step, action: string): Destination {
  if (action === "transferToVoicemail") {
    const [kind, of] = singleEntry(step.property("destination")) ?? [];
    const target = get(of, "targetQueue") ?? get(of, "targetUser") ?? get(of, "targetGroup");
    return { kind: "voicemail", name: step.nameOf(target, kind ?? "queue") ?? "?" };
  }
  const target = targets[action];
  const name = target && step.nameOf(step.property(target.at), target.type);
  if (!target || name === undefined) throw new Fault(`The target of the transfer is NOT_SET.`);
  if (target.kind !== "queue") return { kind: target.kind, name };
  const priority = step.json(step.property("priority"), "integer");
  const skills = getList(step.node.properties, "acdSkills").flatMap((item) => {
    const skill = step.nameOf(get(item, "acdSkill"), "skill");
    return skill === undefined ? [] : [skill];
  });
  const languageSkill = step.nameOf(step.property("languageSkill"), "languageSkill");
  const inQueueFlow = step.nameOf(step.property("overrideInQueueFlow"), "string");
  return {
    kind: "queue",
    name,
    ...(typeof priority === "number" && { priority }),
    ...(skills.length > 0 && { skills }),
    ...(languageSkill !== undefined && { languageSkill }),
    ...(inQueueFlow !== undefined && { inQueueFlow }),
  };
}

/** Plays or sends the text before a transfer, or after a failed transfer. */
function* says(step: Step, when: "preTransfer" | "failureTransfer"): Course<void> {
  yield* play(step, step.property(`${when}Audio`));
  const communication: ArchyValue | undefined = step.property(`${when}Communication`);
  const value = communication === undefined ? undefined : step.scope.value(communication, "string");
  if (value && !isNotSet(value) && value.type === "string")
    yield* step.happens({ event: "reads", text: String(value.value) });
}

/** Time-out between digits of an extension, in milliseconds: the default in exports. */
const EXTENSION_MS = 6_000;
const EXTENSION = { min: 1, max: 40, alone: [] } as const;

/**
 * Requests the digits of an extension. After silence, repeats the request according to the action's settings. @returns
 * undefined if the caller enters no digits
 */
function* dialled(step: Step): Course<Destination | undefined> {
  const betweenMs = step.duration("interDigitTimeout", EXTENSION_MS);
  const again = step.json(step.property("repromptCount"), "integer");
  step.talk.assumed("dialled-extension");
  for (let left = typeof again === "number" ? again : 0; ; left--) {
    const name = yield* collected(step, EXTENSION, { withinMs: betweenMs, betweenMs });
    if (name !== undefined) return { kind: "extension", name };
    if (left <= 0) return undefined;
    yield* play(step, step.property("repromptAudio"));
  }
}

const transfer: ActionSemantics = {
  asks: "whether the transfer succeeds",
  writes: "audio for the caller; on failure, its type and message",
  source: "A1, A7",
  assumes: ["in-queue", "dialled-extension"],
  *run(step) {
    const action = actionOf(step.node.kind)?.acts ?? step.node.kind;
    const to = action === "dialByExtension" ? yield* dialled(step) : destinationOf(step, action);
    if (!to) return menuAbove(step) ?? { path: "timeout" };
    yield* says(step, "preTransfer");
    const failures = action === "dialByExtension" ? ["failure", "timeout"] : ["failure"];
    const answer = yield* step.asks({ asks: "transfer", to }, ["transferred", ...failures]);
    if (answer.path !== "transferred") {
      // A failed transfer always has an error type (A7), but the possible types are not documented.
      step.bindAll(getMap(step.node.properties, "failureOutputs"), { errorType: "TransferFailed", ...answer.outputs });
      yield* says(step, "failureTransfer");
      return menuAbove(step) ?? { path: answer.path };
    }
    step.talk.agentAt = undefined;
    if (to.kind === "flow" || to.kind === "secureFlow") {
      const flow = step.talk.world.flow?.(to.name, to.kind === "flow" ? "transfer" : "secure");
      if (flow) yield* step.scope.runs.flow(step, flow);
    } else if (to.kind === "queue") yield* step.scope.runs.queue(step, to, answer.answersAfterMs);
    throw new Leaves({ ends: "transferred", to }, step.place);
  },
};

/** The menu to repeat after the transfer of a menu choice fails. Such a transfer has no failure path (A7). */
function menuAbove({ node, scope }: Step): Taken | undefined {
  const menu = scope.menus.at(-1);
  return actionOf(node.kind)?.acts === undefined || menu === undefined ? undefined : { to: menu };
}

export const transferRows: Rows = Object.fromEntries(
  [...Object.keys(targets), "transferToVoicemail", "dialByExtension"].flatMap((action) => [
    [action, transfer],
    [`menu${action[0]?.toUpperCase()}${action.slice(1)}`, transfer],
  ]),
);
