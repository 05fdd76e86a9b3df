import { NameMap } from "@genesys-flows/architect";
import type { FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";

/** What a stack provides that documents can name. */
export interface Provided {
  /** Ids of queues by display name. */
  readonly queues: Readonly<Record<string, pulumi.Input<string>>>;
  /** Flows that are registered already, by key. */
  readonly flows: Readonly<Record<string, { readonly id: pulumi.Input<string> }>>;
}

/**
 * The references of a flow that resources of this stack provide: `queue:Sales` -> the queue's id, an edge for create and
 * delete. Modules are not among them (they have links of their own), nor are flows that transfer back in a circle
 * (design §4, "References").
 */
export function providedReferences(flow: FlowUnit, provided: Provided): Record<string, pulumi.Input<string>> {
  const queues = new NameMap(Object.entries(provided.queues));
  const found: Record<string, pulumi.Input<string>> = {};
  for (const { kind, name } of flow.references) {
    const id = kind === "queue" ? queues.get(name) : undefined;
    if (id !== undefined) found[`${kind}:${name}`] = id;
  }
  for (const { kind, name, key } of flow.leadsTo) {
    const target = provided.flows[key];
    if (target && !flow.inCycleWith.includes(key)) found[`${kind}:${name}`] = target.id;
  }
  return found;
}
