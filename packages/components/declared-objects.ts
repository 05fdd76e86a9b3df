import type { DeclaredObject, FlowProject } from "@genesys-flows/project";
import { flowNamed, kindRow, ObjectMap, type ObjectReference, outsideObjects, slug } from "@genesys-flows/project";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "./log.ts";
import { genesyscloud } from "./sdk.ts";
import { stackRun } from "./stack-run.ts";

/** The registered objects, other than flows, that a project's files declare. */
export interface DeclaredObjects {
  /**
   * The id of an object by its kind and name, such as `id("scheduleGroup", "Sales hours")`. @throws Error when no file
   * declares the object
   */
  id(kind: string, name: string): pulumi.Output<string>;
}

type ResourceClass = new (
  name: string,
  inputs: Record<string, unknown>,
  opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/**
 * Registers the objects that files below `flows/` declare: queues, schedules, prompts, data tables and the other kinds,
 * each as a resource named after it (`slug`). Undeclared objects that they name are looked up in the organisation.
 * @throws RunError that lists every missing object of the organisation with file and line
 */
export async function declareObjects(project: FlowProject): Promise<DeclaredObjects> {
  const run = stackRun();
  run.declares(project.objects);
  const registry = new Registry(project, await outsideIds(project), (key) => run.idOf(key));
  for (const object of project.objects) registry.idOf(object);
  return {
    id(kind, name) {
      const object = registry.objects.get(kind, name);
      if (!object) throw new Error(`No file declares a ${kindRow(kind).noun} \`${name}\`.`);
      return registry.idOf(object);
    },
  };
}

class Registry {
  readonly objects: ObjectMap<DeclaredObject>;
  readonly #project: FlowProject;
  readonly #outside: OutsideIds;
  readonly #flowIds: (key: string, what: "flow" | "ivr") => pulumi.Output<string>;
  readonly #ids = new Map<DeclaredObject, pulumi.Output<string>>();

  constructor(project: FlowProject, outside: OutsideIds, flowIds: (key: string) => FlowIds) {
    this.objects = new ObjectMap(project.objects);
    this.#project = project;
    this.#outside = outside;
    this.#flowIds = (key, what) => flowIds(key)[what];
  }

  /** The id of an object, which is registered only once. */
  idOf(object: DeclaredObject): pulumi.Output<string> {
    const known = this.#ids.get(object);
    if (known) return known;
    const id = object.existing ? this.#outsideId(object) : this.#register(object).id;
    this.#ids.set(object, id);
    return id;
  }

  #register(object: DeclaredObject): pulumi.CustomResource {
    const { kind, name, formerly, rows } = object;
    const { token, name: nameProperty } = kindRow(kind);
    const inputs: Record<string, unknown> = copied({ [nameProperty]: name, ...object.properties }) as Record<
      string,
      unknown
    >;
    for (const reference of object.references) place(inputs, reference.path, this.#referred(reference));
    const opts = { aliases: formerly.map((former) => ({ name: slug(former) })) };
    const resource = new (classOf(token))(slug(name), inputs, opts);
    if (rows) {
      const values = Object.entries(rows.rows).map(([key, row]) => [key, JSON.stringify(row)] as const);
      const all = { datatableId: resource.id, rows: Object.fromEntries(values), seed: rows.are === "seed" };
      new (classOf(ROWS))(slug(name), all, opts);
    }
    return resource;
  }

  #referred(reference: ObjectReference): pulumi.Output<string> {
    const { kind, name } = reference;
    const object = this.objects.get(kind, name);
    if (object) return this.idOf(object);
    if (kind === "flow" || kind === "ivr") {
      const flow = flowNamed(this.#project.flows, name);
      if (flow && (kind === "flow" || flow.numbers.length > 0)) return this.#flowIds(flow.key, kind);
    }
    return this.#outsideId(reference);
  }

  #outsideId({ kind, name }: Pick<DeclaredObject, "kind" | "name">): pulumi.Output<string> {
    return pulumi.output(this.#outside.get(kind, name)?.id ?? "");
  }
}

const ROWS = "genesyscloud:index/architectDatatableRows:ArchitectDatatableRows";

/** The ids of a flow in the project and of its IVR, known once the flow is registered. */
export interface FlowIds {
  readonly flow: pulumi.Output<string>;
  readonly ivr: pulumi.Output<string>;
}

function classOf(token: string): ResourceClass {
  const type = token.slice(token.lastIndexOf(":") + 1);
  return (genesyscloud as unknown as Record<string, ResourceClass>)[type] as ResourceClass;
}

/** A deep copy: `structuredClone` creates arrays of another context, which the engine's SDK does not recognise. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]));
}

function place(inputs: Record<string, unknown>, path: readonly (string | number)[], value: unknown): void {
  const [last] = path.slice(-1) as [string | number];
  const parent = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>((at, step) => at[step] as Record<string | number, unknown>, inputs);
  parent[last] = value;
}

interface OutsideObject {
  readonly kind: string;
  readonly name: string;
  readonly id: string;
}
type OutsideIds = ObjectMap<OutsideObject>;

/**
 * The ids of all objects that must already exist in the organisation: `existing` objects, and names that neither files
 * nor flows declare.
 */
async function outsideIds(project: FlowProject): Promise<OutsideIds> {
  const answers = await Promise.all(outsideObjects(project).map(lookedUp));
  const refusals = answers.flatMap((answer) => (typeof answer === "string" ? [answer] : []));
  if (refusals.length > 0)
    throw refusal(
      ["Objects in files name other objects that the organisation does not have.", ...refusals].join("\n\n"),
    );
  return new ObjectMap(answers.flatMap((answer) => (typeof answer === "string" ? [] : [answer])));
}

/** The object in the organisation, or a message for the user if the object cannot be found. */
async function lookedUp({
  kind,
  name,
  location,
}: Pick<ObjectReference, "kind" | "name" | "location">): Promise<OutsideObject | string> {
  try {
    const { id } = await genesyscloud.getNamedObject({ kind, name });
    return { kind, name, id };
  } catch (error) {
    const [, why = String(error)] = /: (The organisation .*)$/s.exec((error as Error).message) ?? [];
    return `${location.file}:${location.line}: ${why}\n  hint: Declare it in a file in flows/, correct its name, or create it in the organisation.`;
  }
}
