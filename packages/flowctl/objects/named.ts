import { type FlowProject, isDeclarable, ObjectMap } from "@genesys-flows/project";
import { each, REQUESTS_AT_ONCE } from "../live/asking.ts";
import { type FoundObject, foundObject, type OpenObjects } from "./live.ts";
import type { ObjectName } from "./names.ts";

/**
 * The objects that flows name and that no file in the project declares yet, without the kinds that files cannot
 * declare.
 * @param keys keys of the flows; default: all flows
 */
export function namedByFlows({ flows, objects }: FlowProject, keys?: ReadonlySet<string>): ObjectName[] {
  const declared = new ObjectMap(objects);
  const found = new ObjectMap<ObjectName>();
  return flows
    .filter(({ key }) => keys?.has(key) ?? true)
    .flatMap(({ references }) => references)
    .flatMap(({ kind, name: own, category, lookup }): ObjectName[] => {
      const name = category === undefined ? own : `${category}/${own}`;
      if (lookup || !isDeclarable(kind) || declared.get(kind, name) || found.get(kind, name)) return [];
      found.set({ kind, name });
      return [{ kind, name }];
    });
}

/**
 * Objects of the organisation by name, without duplicates.
 * @param o.needed also includes the undeclared objects that these objects name
 * @param refuse called with the reason for each object that cannot be declared
 * @throws ApiFailure
 */
export async function foundObjects(
  names: readonly ObjectName[],
  o: { readonly open: OpenObjects; readonly project: Pick<FlowProject, "objects">; readonly needed: boolean },
  refuse: (reason: string, of: ObjectName) => void,
): Promise<FoundObject[]> {
  const declared = new ObjectMap(o.project.objects);
  const known = new ObjectMap<ObjectName>();
  const found: FoundObject[] = [];
  for (let next = names; next.length > 0; ) {
    const due = next.filter((one) => {
      const isNew = !declared.get(one.kind, one.name) && !known.get(one.kind, one.name);
      if (isNew) known.set(one);
      return isNew;
    });
    const answers = await each(due, REQUESTS_AT_ONCE, (one) => foundObject(one, o.open));
    const objects = answers.filter((answer) => typeof answer !== "string");
    for (const [index, answer] of answers.entries())
      if (typeof answer === "string") refuse(answer, due[index] as ObjectName);
    found.push(...objects);
    const references = o.needed ? objects.flatMap(({ content }) => content.references) : [];
    next = references.filter(({ kind }) => isDeclarable(kind) && kind !== "division");
  }
  return found;
}
