import { z } from "zod";
import type { ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { isWrapped, toNamed, toProperties, toReference } from "../properties.ts";
import { objectName, wrapper } from "../vocabulary.ts";
import type { Shorthand } from "./shorthand.ts";

/** `transferToAcd: Sales` or `{queue: Sales, inQueueFlow: ..., ...}` (reference/archy.md §d). */
export const transferToAcd: Shorthand = {
  action: "transferToAcd",
  schema: z.union(
    [
      z.string(),
      z.looseObject({ queue: objectName, inQueueFlow: objectName.optional() }),
      z.looseObject({ targetQueue: objectName }),
    ],
    "expected a queue's name or {queue: NAME}",
  ),
  toArchy(body) {
    if (!isMap(body)) return { targetQueue: toNamed(body) };
    const { queue, inQueueFlow, targetQueue, ...rest } = body;
    return {
      targetQueue: toNamed(queue ?? targetQueue ?? null),
      ...(inQueueFlow === undefined ? {} : { overrideInQueueFlow: toReference(inQueueFlow) }),
      ...toProperties("transferToAcd", rest),
    };
  },
};

function toFlow(action: string): Shorthand {
  return {
    action,
    schema: z.union(
      [z.string(), z.looseObject({ flow: objectName }), z.looseObject({ targetFlow: objectName })],
      "expected a flow's name or {flow: NAME}",
    ),
    toArchy(body) {
      if (!isMap(body)) return { targetFlow: toReference(body) };
      const { flow, targetFlow, ...rest } = body;
      return { targetFlow: toReference(flow ?? targetFlow ?? null), ...toProperties(action, rest) };
    },
  };
}

/** `transferToFlow: Other flow` or `{flow: Other flow}`. */
export const transferToFlow = toFlow("transferToFlow");
/** `transferToFlowSecure: Payment` or `{flow: Payment}`. */
export const transferToFlowSecure = toFlow("transferToFlowSecure");

/** `disconnect: {}` or `disconnect:` alone. */
export const disconnect: Shorthand = {
  action: "disconnect",
  schema: z.union([z.null(), wrapper], "expected nothing, or {}"),
  toArchy: (body: ArchyValue) => (isMap(body) && !isWrapped(body) ? toProperties("disconnect", body) : {}),
};
