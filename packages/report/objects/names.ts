import { type FlowProject, objectKinds, slug } from "@genesys-flows/project";
import type { StackOfRun } from "../build/stack.ts";
import type { EngineStep } from "../events/engine-run.ts";
import { mapIn, textIn, textsIn, UNKNOWN } from "../model/values.ts";
import { objectName } from "./step.ts";

/** Resolves the ids in the properties of a run to names. */
export interface Names {
  /** The name for an id; undefined if nothing in the run has this id. */
  of(id: unknown): string | undefined;
  /**
   * The name that the project declares at a path of an object's properties, even if a preview does not know the id yet.
   */
  declared(step: EngineStep, path: readonly (string | number)[]): string | undefined;
  /** A value with ids replaced by names. @param path path of the value in the object's properties */
  named(step: EngineStep, value: unknown, path: readonly (string | number)[]): unknown;
}

export function namesOf(stack: StackOfRun, project: FlowProject | undefined): Names {
  const names = new Map<string, string>();
  const add = (id: string | undefined, name: string | undefined) => {
    if (id !== undefined && name !== undefined && !names.has(id)) names.set(id, name);
  };
  for (const step of stack.objects) for (const side of [step.new, step.old]) add(side?.id, objectName(step));
  for (const { step, name } of stack.flows) {
    for (const side of [step.new, step.old]) {
      add(side?.id, name);
      // `scheduleGroup:Sales hours` -> id, including objects that this stack does not create.
      for (const [key, id] of textsIn(side?.inputs["references"])) add(id, afterColon(key));
    }
  }
  const declared = declaredNames(stack, project);
  for (const [step, references] of declared) {
    for (const [path, name] of references) add(textIn(valueAt(step.new?.inputs, JSON.parse(path))), name);
  }
  const nameAt = (step: EngineStep, path: readonly (string | number)[]) =>
    declared.get(step)?.get(JSON.stringify(path));
  const named: Names["named"] = (step, value, path) => {
    if (value === UNKNOWN) return nameAt(step, path) ?? value;
    if (typeof value === "string") return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map((one, index) => named(step, one, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(step, one, [...path, key])]));
  };
  return { of: (id) => (typeof id === "string" ? names.get(id) : undefined), declared: nameAt, named };
}

function afterColon(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** For each declared object of the project: path of a reference, as JSON -> the declared name. */
function declaredNames({ objects: steps }: StackOfRun, project: FlowProject | undefined) {
  const tokens = new Map(objectKinds.map(({ kind, token }) => [kind, token]));
  const byResource = new Map(steps.map((step) => [`${step.type} ${step.name}`, step]));
  return new Map(
    (project?.objects ?? []).flatMap((object) => {
      const step = byResource.get(`${tokens.get(object.kind)} ${slug(object.name)}`);
      const references = object.references.map(({ path, name }) => [JSON.stringify(path), name] as const);
      return step ? [[step, new Map(references)] as const] : [];
    }),
  );
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => (Array.isArray(at) ? at[Number(step)] : mapIn(at)[String(step)]), value);
}
