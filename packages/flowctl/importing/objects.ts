import { type ArchyReference, type ReferenceKind, sameName } from "@genesys-flows/architect";
import { KnownNames, listAll, namesFlowOfType, nounOf } from "@genesys-flows/platform";
import { type FlowProject, isDeclarable, ObjectMap } from "@genesys-flows/project";
import { z } from "zod";
import { asked } from "../live/asking.ts";
import type { ObjectName } from "../objects/names.ts";
import type { OpenStack } from "../open-stack.ts";
import { type Answers, type Asked, type Choice, choices } from "./answers.ts";

/** An object that imported flows name, but that the organisation does not have. */
export interface MissingObject {
  readonly kind: ReferenceKind | "division";
  readonly name: string;
  /** The integration of a data action. */
  readonly category?: string;
  /** Keys of the flows that name the object. */
  readonly flows: readonly string[];
}

export interface Lacking {
  readonly missing: readonly MissingObject[];
  /** Names that could not be looked up, each with the reason. */
  readonly unasked: readonly string[];
}

/** The objects that flows in a project name, but that neither the project nor the organisation has. */
export async function lacking(
  project: FlowProject,
  o: { readonly keys: ReadonlySet<string>; readonly stack: Pick<OpenStack, "organisation"> },
): Promise<Lacking> {
  const names = new KnownNames(o.stack.organisation.client);
  const missing = new Map<string, MissingObject>();
  const unasked = new Set<string>();
  for (const { key, references } of project.flows.filter((unit) => o.keys.has(unit.key))) {
    for (const reference of references) {
      if (reference.lookup || isProvided(project, reference)) continue;
      const { kind, name, category } = reference;
      const answer = await asked(() => names.find(reference));
      if (!("is" in answer)) unasked.add(`${nounOf(kind)} '${name}': ${answer.refusal}`);
      else if (answer.is === "unasked")
        unasked.add(`${nounOf(kind)} '${name}'${answer.refusal ? `: ${answer.refusal.message}` : ""}`);
      else if (answer.is === "missing") {
        const id = JSON.stringify([kind, name.toLowerCase(), category?.toLowerCase()]);
        const known = missing.get(id) ?? { kind, name, ...(category !== undefined && { category }), flows: [] };
        missing.set(id, { ...known, flows: [...new Set([...known.flows, key])] });
      }
    }
  }
  for (const one of await lackingDivisions(project, o)) missing.set(JSON.stringify(["division", one.name]), one);
  const sorted = [...missing.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return { missing: sorted, unasked: [...unasked].sort() };
}

function sortKey({ kind, category = "", name }: MissingObject): string {
  return [kind, category, name].join("\n").toLowerCase();
}

const division = z.looseObject({ name: z.string() });

/** Divisions of flows that the organisation does not have. */
async function lackingDivisions(
  { flows }: FlowProject,
  { keys, stack }: { readonly keys: ReadonlySet<string>; readonly stack: Pick<OpenStack, "organisation"> },
): Promise<MissingObject[]> {
  const named = Map.groupBy(
    flows.filter(({ key, graph }) => keys.has(key) && graph.division !== undefined),
    ({ graph }) => (graph.division as string).toLowerCase(),
  );
  if (named.size === 0) return [];
  const known = await listAll(stack.organisation.client, { path: "/api/v2/authorization/divisions" }, division);
  return [...named.values()].flatMap((units) => {
    const name = units[0]?.graph.division as string;
    return known.some((one) => sameName(one.name, name))
      ? []
      : [{ kind: "division" as const, name, flows: units.map(({ key }) => key) }];
  });
}

export function wordOf(kind: MissingObject["kind"]): string {
  return kind === "division" ? kind : nounOf(kind);
}

function isProvided({ flows, objects }: FlowProject, reference: ArchyReference): boolean {
  const { kind, name } = reference;
  if (new ObjectMap(objects).get(kind, objectNameOf(reference).name)) return true;
  return flows.some((unit) => sameName(unit.name, name) && namesFlowOfType(reference, unit.type));
}

export interface ChosenObject extends MissingObject {
  /** Null if open. */
  readonly choice: Choice | null;
}

/**
 * The source of each missing object, from the answers or as a proposal. Asks one question for each kind.
 * @param o.embedded whether the organisation is embedded; only embedded organisations have a seed
 */
export function chosenObjects(
  missing: readonly MissingObject[],
  answers: Answers["objects"],
  o: { readonly embedded: boolean },
): {
  readonly objects: readonly ChosenObject[];
  readonly asked: readonly Asked[];
  readonly problems: readonly string[];
} {
  const asked: Asked[] = [];
  const problems: string[] = [];
  const objects: ChosenObject[] = [];
  for (const [kind, of] of Map.groupBy(missing, (object) => object.kind)) {
    const answer = Object.hasOwn(answers, kind) ? answers[kind] : undefined;
    const proposed: Choice = o.embedded ? "seed" : "external";
    const known = choices.filter((choice) => isPossible(choice, kind, o)).join(", ");
    if (answer === undefined)
      asked.push({ path: ["objects", kind], proposed, about: `${known}: ${of.map(({ name }) => name).join(", ")}` });
    if (answer === null) problems.push(`\`objects.${kind}\` is open. Write ${known}.`);
    const ofAll = typeof answer === "string" ? answer : proposed;
    const ofSome = typeof answer === "object" ? answer : null;
    const byName = new Map(Object.entries(ofSome ?? {}).map(([name, choice]) => [name.toLowerCase(), choice]));
    for (const object of of) {
      const own = byName.get(object.name.toLowerCase());
      if (ofSome && own === undefined) asked.push({ path: ["objects", kind, object.name], proposed, about: known });
      const chosen = own === undefined ? ofAll : own;
      if (chosen === null) problems.push(`\`objects.${kind}.${object.name}\` is open. Write ${known}.`);
      else if (!isPossible(chosen, kind, o)) problems.push(`\`objects.${kind}\`: ${impossible(chosen, kind, o)}`);
      objects.push({ ...object, choice: chosen });
    }
  }
  return { objects, asked, problems: [...new Set(problems)] };
}

/** The name of an object in files: `INTEGRATION/ACTION` for a data action. */
export function objectNameOf({ kind, name, category }: Pick<MissingObject, "kind" | "name" | "category">): ObjectName {
  return { kind, name: category === undefined ? name : `${category}/${name}` };
}

function isPossible(choice: Choice, kind: MissingObject["kind"], { embedded }: { embedded: boolean }): boolean {
  if (choice === "declared") return isDeclarable(kind);
  return choice === "external" || embedded;
}

function impossible(choice: Choice, kind: MissingObject["kind"], { embedded }: { embedded: boolean }): string {
  return choice === "declared"
    ? `this stack cannot create the object (${wordOf(kind)}). Write external${embedded ? " or seed" : ""}.`
    : "only an embedded organisation has a seed. Write declared or external.";
}
