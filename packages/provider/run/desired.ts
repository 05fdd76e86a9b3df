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
  /** Names in its document, including modules. */
  readonly names: readonly DesiredName[];
  /** Number -> location in the source: `flows/inbound/sales.yaml:2`. */
  readonly numbers: Readonly<Record<string, string>>;
  /** E-mail address -> location in the source. */
  readonly emailAddresses: Readonly<Record<string, string>>;
  readonly formerly: readonly string[];
}

const texts = (description: string): PropertySpec => listOf(text("A string."), { description });

const desiredFlow: ObjectSpec = {
  name: "DesiredFlow",
  description: "A flow that the program registers.",
  properties: {
    name: text("Name in Architect.", { required: true }),
    type: text("Type as in Archy, for example `inboundCall`.", { required: true }),
    file: text("The source file.", { required: true }),
    document: text("Path of the compiled document, relative to the project."),
    modules: texts("Keys of the modules that the flow calls."),
    names: texts(
      "Names in the document: `queue:Sales`; for a flow whose type is determined by the action: `flow/inboundCall:Sales`.",
    ),
    numbers: mapOf(text("File and line."), {
      description: "Numbers of the flow in E.164 form, each with its file and line.",
    }),
    emailAddresses: mapOf(text("File and line."), {
      description: "E-mail addresses that route to the flow, each with its file and line.",
    }),
    formerly: texts("Earlier keys of the flow."),
  },
};

/** The desired state, which a program declares before it registers anything. */
export const desiredSpecs: PropertySpecs = {
  preview: flag("Whether this is a preview.", { required: true }),
  flows: mapOf(objectOf(desiredFlow, { description: "One flow." }), {
    required: true,
    description: "All flows that the program registers, by key.",
  }),
  provides: texts("Other objects that the program registers and that documents may name: `queue:Sales`."),
  external: texts(
    "Objects outside the stack that documents may name: `queue:Sales`. If such an object leaves the stack, it is not deleted.",
  ),
  deletable: texts(
    "Objects that may be deleted together with their content: `dataTable:Routing` with its rows, `prompt:Welcome` with its recordings, `queue:Sales` while conversations are waiting.",
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

  /** The flow with this current or earlier key. */
  flow(key: string): DesiredFlow | undefined {
    return this.flows.get(key) ?? [...this.flows.values()].find(({ formerly }) => formerly.includes(key));
  }

  /** Location of an e-mail address in the source: `flows/inbound/mail.yaml:2`. Ignores case. */
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

  /** Whether the stack's configuration lists `dataTable:Routing` as deletable together with its content. */
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

/** Key in a flow's `references` for a kind and a name: `queue:Sales`. */
export function referenceKey({ kind, name }: ObjectName): string {
  return `${kind}:${name}`;
}

/** Kind and name in a key such as `queue:Sales`. */
export function namedBy(reference: string): ObjectName {
  const at = reference.indexOf(":");
  return { kind: reference.slice(0, at) as ReferenceKind, name: reference.slice(at + 1) };
}

/** Whether two names identify the same object, ignoring case. */
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

/** Objects other than flows that the program of this run declares, whether or not they exist yet. */
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
    // Documents name a data action by name and category.
    if (typeof category === "string") this.#names.add(foldedKey(JSON.stringify([type, name, category])));
  }

  of(type: string): readonly Properties[] {
    return this.#byType.get(type) ?? [];
  }

  /** Whether the inputs of any object contain an id. */
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
