import type { FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";
import type { ProvidedObjects } from "./provided-objects.ts";

/** What a stack provides that documents can name. */
export interface Provided {
  /** What the program has registered so far, flows apart (`beginRun`). */
  readonly objects: ProvidedObjects;
  /** Flows that are registered already, by key. */
  readonly flows: Readonly<Record<string, { readonly id: pulumi.Input<string> }>>;
}

/**
 * The references of a flow that resources of this stack provide: `queue:Sales` -> the queue's id, an edge for create and
 * delete. Modules are not among them (they have links of their own), nor are flows that transfer back in a cycle
 * (design §4, "References").
 */
export function providedReferences(flow: FlowUnit, provided: Provided): Record<string, pulumi.Input<string>> {
  const found: Record<string, pulumi.Input<string>> = {};
  for (const named of flow.references) {
    const id = provided.objects.idFor(flow.key, named);
    if (id !== undefined) found[`${named.kind}:${named.name}`] = id;
  }
  for (const { kind, name, key } of flow.leadsTo) {
    const target = provided.flows[key];
    if (target && !flow.inCycleWith.includes(key)) found[`${kind}:${name}`] = target.id;
  }
  return found;
}
