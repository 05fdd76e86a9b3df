import type { FlowType, ReferenceKind } from "@genesys-flows/architect";
import {
  flag,
  listOf,
  mapOf,
  type ObjectSpec,
  objectOf,
  type PropertySpec,
  type PropertySpecs,
  text,
} from "../engine/property-specs.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties, PropertyValue } from "../engine/values.ts";

export interface ObjectName {
  readonly kind: ReferenceKind;
  readonly name: string;
}

export interface DesiredName extends ObjectName {
  /** The type that a flow must have, if the action determines it. */
  readonly flowType?: FlowType | undefined;
}

export interface DesiredFlow {
  readonly key: string;
  readonly name: string;
  readonly type: FlowType;
  readonly file: string;
  readonly document: string | undefined;
  readonly modules: readonly string[];
  /** What its document names, modules included. */
  readonly names: readonly DesiredName[];
  /** Number -> the place that names it: `flows/inbound/sales.yaml:2`. */
  readonly numbers: Readonly<Record<string, string>>;
  /** E-mail address -> the place that names it. */
  readonly emailAddresses: Readonly<Record<string, string>>;
  readonly formerly: readonly string[];
}

const texts = (description: string): PropertySpec => listOf(text("A text."), { description });

const desiredFlow: ObjectSpec = {
  name: "DesiredFlow",
  description: "A flow that the program registers.",
  properties: {
    name: text("Name in Architect.", { required: true }),
    type: text("Type as in Archy, for example `inboundCall`.", { required: true }),
    file: text("The source file.", { required: true }),
    document: text("Path of its compiled document, relative to the project."),
    modules: texts("Keys of the modules that it calls."),
    names: texts(
      "Names in its document: `queue:Sales`; of a flow whose type the action determines: `flow/inboundCall:Sales`.",
    ),
    numbers: mapOf(text("File and line."), {
      description: "Its numbers in E.164, each with the file and line that name it.",
    }),
    emailAddresses: mapOf(text("File and line."), {
      description: "The e-mail addresses that lead to it, each with the file and line that name it.",
    }),
    formerly: texts("Its earlier keys."),
  },
};

/** The desired state, as a program declares it before it registers anything. */
export const desiredSpecs: PropertySpecs = {
  preview: flag("Whether this is a preview.", { required: true }),
  flows: mapOf(objectOf(desiredFlow, { description: "One flow." }), {
    required: true,
    description: "Every flow that the program registers, by its key.",
  }),
  provides: texts("Other objects that the program registers and documents may name: `queue:Sales`."),
  external: texts(
    "Objects outside the stack that documents may name: `queue:Sales`. When such an object leaves the stack, it is not deleted.",
  ),
  deletable: texts(
    "Objects that may be deleted with what they contain: `dataTable:Routing` with its rows, `prompt:Welcome` with its recordings, `queue:Sales` while conversations wait.",
  ),
};

/** The desired state of this run (design §4, "Findings"). */
export class DesiredStack {
  readonly flows: ReadonlyMap<string, DesiredFlow>;
  readonly #provided: ReadonlySet<string>;
  readonly #external: ReadonlySet<string>;
  readonly #deletable: ReadonlySet<string>;

  constructor(o: {
    flows: readonly DesiredFlow[];
    provides: readonly string[];
    external: readonly string[];
    deletable?: readonly string[];
  }) {
    this.flows = new Map(o.flows.map((flow) => [flow.key, flow]));
    this.#provided = new Set(o.provides.map(foldedKey));
    this.#external = new Set(o.external.map(foldedKey));
    this.#deletable = new Set((o.deletable ?? []).map(foldedKey));
  }

  /** The flow with a key, or with that earlier key. */
  flow(key: string): DesiredFlow | undefined {
    return this.flows.get(key) ?? [...this.flows.values()].find(({ formerly }) => formerly.includes(key));
  }

  /** The place that names an e-mail address: `flows/inbound/mail.yaml:2`. Case does not matter. */
  placeOfAddress(address: string): string | undefined {
    const named = [...this.flows.values()].flatMap(({ emailAddresses }) => Object.entries(emailAddresses));
    return named.find(([one]) => one.toLowerCase() === address.toLowerCase())?.[1];
  }

  /** Whether a resource of the stack, other than a flow, provides the reference `queue:Sales`. */
  provides(reference: string): boolean {
    return this.#provided.has(foldedKey(reference));
  }

  /** Whether the stack's configuration lists `queue:Sales` as external. */
  isExternal(reference: string): boolean {
    return this.#external.has(foldedKey(reference));
  }

  /** Whether the stack's configuration lists `dataTable:Routing` as deletable, with what it contains. */
  isDeletable(reference: string): boolean {
    return this.#deletable.has(foldedKey(reference));
  }
}

/** @throws InvalidInputs with every error */
export function desiredStackOf(given: Properties): DesiredStack {
  const inputs = validArguments(given, desiredSpecs);
  const flows = Object.entries(inputs["flows"] as Record<string, Properties>);
  return new DesiredStack({
    flows: flows.map(([key, flow]) => ({
      key,
      name: String(flow["name"]),
      type: String(flow["type"]) as FlowType,
      file: String(flow["file"]),
      document: typeof flow["document"] === "string" ? flow["document"] : undefined,
      modules: textsOf(flow["modules"]),
      names: textsOf(flow["names"]).flatMap((text) => nameOf(text) ?? []),
      numbers: (flow["numbers"] ?? {}) as Record<string, string>,
      emailAddresses: (flow["emailAddresses"] ?? {}) as Record<string, string>,
      formerly: textsOf(flow["formerly"]),
    })),
    provides: textsOf(inputs["provides"]),
    external: textsOf(inputs["external"]),
    deletable: textsOf(inputs["deletable"]),
  });
}

/** `queue:Sales` of a kind and a name: a key of a flow's `references`. */
export function referenceKey({ kind, name }: ObjectName): string {
  return `${kind}:${name}`;
}

/** The kind and the name of `queue:Sales`. */
export function namedBy(reference: string): ObjectName {
  const at = reference.indexOf(":");
  return { kind: reference.slice(0, at) as ReferenceKind, name: reference.slice(at + 1) };
}

/** Whether two names mean the same object, regardless of case. */
export function isSameName(a: ObjectName, b: ObjectName): boolean {
  return a.kind === b.kind && a.name.toLowerCase() === b.name.toLowerCase();
}

function foldedKey(reference: string): string {
  return reference.toLowerCase();
}

function nameOf(text: string): DesiredName | undefined {
  const match = /^(\w+)(?:\/(\w+))?:(.*)$/s.exec(text);
  if (!match) return undefined;
  const [, kind, flowType, name = ""] = match;
  return { kind: kind as ReferenceKind, name, ...(flowType && { flowType: flowType as FlowType }) };
}

function textsOf(value: PropertyValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The objects that the program of this run declares, existing or new, without flows. */
export class PlannedObjects {
  readonly #byType = new Map<string, Properties[]>();
  readonly #names = new Set<string>();

  add(type: string, inputs: Properties): void {
    const known = this.#byType.get(type);
    if (known) known.push(inputs);
    else this.#byType.set(type, [inputs]);
    const { name, category } = inputs;
    if (typeof name !== "string") return;
    this.#names.add(foldedKey(JSON.stringify([type, name])));
    // Documents name data actions by both.
    if (typeof category === "string") this.#names.add(foldedKey(JSON.stringify([type, name, category])));
  }

  of(type: string): readonly Properties[] {
    return this.#byType.get(type) ?? [];
  }

  /** Whether the inputs of any object have an id somewhere. */
  mention(id: string): boolean {
    return [...this.#byType.values()].flat().some((inputs) => hasText(inputs, id));
  }

  has(type: string, { name, category }: { readonly name: string; readonly category?: string | undefined }): boolean {
    const key = category === undefined ? [type, name] : [type, name, category];
    return this.#names.has(foldedKey(JSON.stringify(key)));
  }
}

function hasText(value: unknown, text: string): boolean {
  if (typeof value !== "object" || value === null) return value === text;
  return Object.values(value).some((inner) => hasText(inner, text));
}
