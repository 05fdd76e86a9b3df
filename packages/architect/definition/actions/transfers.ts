import { z } from "zod";
import type { ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import type { FlowNode } from "../../graph/types.ts";
import { shortest } from "../plain-value.ts";
import { isWrapped, toNamed, toProperties, toReference } from "../properties.ts";
import { archyBlock, objectName } from "../vocabulary.ts";
import { type Form, pointed, type Shorthand } from "./shorthand.ts";

/** `transferToAcd: Sales` or `{queue: Sales, inQueueFlow: ..., ...}` (reference/archy.md §d). */
const transferToAcd: Shorthand = {
  action: "transferToAcd",
  schema: z
    .union(
      [
        z.string(),
        z.looseObject({
          queue: objectName.describe("Name of the queue, or an =expression"),
          inQueueFlow: objectName
            .optional()
            .describe("Name of the in-queue flow. Default: the queue's own in-queue flow"),
        }),
        z.looseObject({ targetQueue: objectName.describe("Name of the queue, or an =expression") }),
      ],
      "expected a queue's name or {queue: NAME}",
    )
    .describe("Transfers to a queue: transferToAcd: Sales"),
  writes: ["targetQueue", "overrideInQueueFlow"],
  toArchy(body) {
    if (!isMap(body)) return { targetQueue: toNamed(body) };
    const { queue, inQueueFlow, targetQueue, ...rest } = body;
    return {
      targetQueue: toNamed(queue ?? targetQueue ?? null),
      ...(inQueueFlow === undefined ? {} : { overrideInQueueFlow: toReference(inQueueFlow) }),
      ...toProperties("transferToAcd", rest),
    };
  },
  toForms: (node) =>
    pointed(node, "targetQueue", "queue", toNamed).flatMap((form) => [withInQueueFlow(node, form), form]),
};

/** The in-queue flow under its short name. */
function withInQueueFlow(node: FlowNode, form: Form | undefined): Form | undefined {
  const flow = node.properties["overrideInQueueFlow"];
  if (!form || !isMap(form.body) || flow === undefined) return undefined;
  const { overrideInQueueFlow: _flow, queue, ...rest } = form.body;
  return { body: { queue: queue as ArchyValue, inQueueFlow: shortest(flow, toReference) as ArchyValue, ...rest } };
}

function toFlow(action: string, about: string): Shorthand {
  return {
    action,
    schema: z
      .union(
        [
          z.string(),
          z.looseObject({ flow: objectName.describe("Name of the flow") }),
          z.looseObject({ targetFlow: objectName.describe("Name of the flow") }),
        ],
        "expected a flow's name or {flow: NAME}",
      )
      .describe(about),
    writes: ["targetFlow"],
    toArchy(body) {
      if (!isMap(body)) return { targetFlow: toReference(body) };
      const { flow, targetFlow, ...rest } = body;
      return { targetFlow: toReference(flow ?? targetFlow ?? null), ...toProperties(action, rest) };
    },
    toForms: (node) => pointed(node, "targetFlow", "flow", toReference),
  };
}

const transferToFlow = toFlow("transferToFlow", "Transfers to another flow: transferToFlow: Other flow");
const transferToFlowSecure = toFlow(
  "transferToFlowSecure",
  "Transfers to a secure flow: transferToFlowSecure: Payment",
);

/** `disconnect: {}`, or `disconnect:` without a value. */
const disconnect: Shorthand = {
  action: "disconnect",
  schema: z.union([z.null(), archyBlock], "expected no value, or {}").describe("Hangs up: disconnect: {}"),
  toArchy: (body: ArchyValue) => (isMap(body) && !isWrapped(body) ? toProperties("disconnect", body) : {}),
};

export const transferShorthands: readonly Shorthand[] = [
  transferToAcd,
  transferToFlow,
  transferToFlowSecure,
  disconnect,
];
