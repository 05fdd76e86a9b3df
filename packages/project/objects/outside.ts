import type { FlowProject } from "../project.ts";
import type { ObjectReference } from "./declared-object.ts";
import { ObjectMap } from "./kinds.ts";

/** The flow in the project with a key, otherwise with a name, ignoring case. */
export function flowNamed<Unit extends { readonly key: string; readonly name: string }>(
  flows: readonly Unit[],
  name: string,
): Unit | undefined {
  return flows.find(({ key }) => key === name) ?? flows.find((flow) => flow.name.toLowerCase() === name.toLowerCase());
}

/**
 * The objects that an update looks up in the organisation for the objects in files: `existing` objects, and names that
 * neither files nor flows declare; without duplicates.
 */
export function outsideObjects({
  flows,
  objects,
}: Pick<FlowProject, "flows" | "objects">): readonly Pick<ObjectReference, "kind" | "name" | "location">[] {
  const declared = new ObjectMap(objects);
  const isOurs = ({ kind, name }: ObjectReference) => {
    if (declared.get(kind, name)) return true;
    const flow = kind === "flow" || kind === "ivr" ? flowNamed(flows, name) : undefined;
    return flow !== undefined && (kind === "flow" || flow.numbers.length > 0);
  };
  const wanted = [
    ...objects.filter(({ existing }) => existing),
    ...objects.flatMap(({ references }) => references.filter((reference) => !isOurs(reference))),
  ];
  return [...new Map(wanted.map((one) => [`${one.kind}:${one.name}`.toLowerCase(), one])).values()];
}
