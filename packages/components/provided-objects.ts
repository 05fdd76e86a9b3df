import { NameMap } from "@genesys-flows/architect";
import type { FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";
import { log } from "./log.ts";
import kinds from "./reference-kinds.json" with { type: "json" };

/** The kind that documents use for objects of a resource type, such as `queue`, by type token. */
const kindOfType: Readonly<Record<string, string>> = kinds;

const EMAIL_DOMAIN = "genesyscloud:index/routingEmailDomain:RoutingEmailDomain";

interface EmailDomain {
  readonly isSubdomain: boolean;
  readonly resource: { readonly id: pulumi.Output<string> };
}

interface Named {
  /** `queue:Sales`. */
  readonly reference: string;
  readonly resource: { readonly id: pulumi.Output<string> };
}

/**
 * Objects that the program registers and documents can refer to, except flows: queues, schedule groups, data tables,
 * prompts and other kinds. Names are compared case-insensitively.
 */
export class ProvidedObjects {
  readonly #objects = new NameMap<Named>();
  readonly #references: string[] = [];
  readonly #wanted = new NameMap<string>();
  readonly #registered: pulumi.Resource[] = [];
  /** Domains that receive e-mail, by their names in the program. */
  readonly #emailDomains = new Map<string, EmailDomain>();

  /**
   * Records a resource that the program registers, if documents can refer to its kind and its name is plain text. Warns
   * when a flow that refers to it is already registered, because that flow can no longer depend on it.
   * @param type token of the resource's type
   */
  add(type: string, { name, domainId, subdomain }: pulumi.Inputs, resource: pulumi.Resource): void {
    this.#registered.push(resource);
    if (type === EMAIL_DOMAIN && typeof domainId === "string") {
      const isSubdomain = subdomain === true;
      this.#emailDomains.set(domainId.toLowerCase(), { isSubdomain, resource: resource as pulumi.CustomResource });
    }
    const kind = kindOfType[type];
    if (kind === undefined || typeof name !== "string") return;
    const reference = `${kind}:${name}`;
    this.#references.push(reference);
    this.#objects.set(reference, { reference, resource: resource as pulumi.CustomResource });
    const flow = this.#wanted.get(reference);
    if (flow === undefined) return;
    const typeName = type.slice(type.lastIndexOf(":") + 1);
    void log.warn(
      `The flow '${flow}' refers to the ${typeName} '${name}', which the program registers after the flow. An update may publish the ` +
        `flow before the ${typeName} exists. Create it in the program itself, not in \`apply\`: docs/resources.md.`,
    );
  }

  /** The id of an object that a flow names; undefined if the program has not registered it yet. */
  idFor(flow: string, { kind, name }: { readonly kind: string; readonly name: string }) {
    const reference = `${kind}:${name}`;
    const found = this.#objects.get(reference);
    if (!found) this.#wanted.set(reference, flow);
    return found?.resource.id;
  }

  /**
   * The id of an e-mail address's domain, if the program registers it. The platform appends its own domain to the name
   * of a subdomain (reference/platform-api.md §2.3).
   */
  emailDomain(name: string): pulumi.Output<string> | undefined {
    const wanted = name.toLowerCase();
    const exact = this.#emailDomains.get(wanted);
    const ofPlatform = [...this.#emailDomains].find(
      ([domain, { isSubdomain }]) => isSubdomain && wanted.startsWith(`${domain}.`),
    );
    return (exact ?? ofPlatform?.[1])?.resource.id;
  }

  /** References such as `queue:Sales` to everything registered so far. */
  references(): string[] {
    return [...new Set(this.#references)];
  }

  /** The ids of objects of some kinds, by reference: `queue:Sales`. */
  idsOf(...kinds: readonly string[]): Record<string, pulumi.Output<string>> {
    const objects = this.#references.flatMap((reference) => this.#objects.get(reference) ?? []);
    const wanted = objects.filter(({ reference }) => kinds.includes(reference.slice(0, reference.indexOf(":"))));
    return Object.fromEntries(wanted.map(({ reference, resource }) => [reference, resource.id]));
  }

  /**
   * Resolves when the engine has processed all registrations so far. Only for a preview, in which a failed registration
   * ends the run.
   */
  async worked(): Promise<void> {
    await Promise.all(this.#registered.map(({ urn }) => settled(urn)));
  }
}

export interface Provided {
  /** Everything that the program has registered so far, except flows (`beginRun`). */
  readonly objects: ProvidedObjects;
  /** Flows that are already registered, by key. */
  readonly flows: Readonly<Record<string, { readonly id: pulumi.Input<string> }>>;
}

/**
 * A flow's references to resources of this stack: `queue:Sales` -> the queue's id, which orders creation and deletion.
 * Excludes modules, which have separate links, and flows that transfer back in a cycle (design §4, "References").
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

/** Resolves when a value is known or, in a preview, known to be unknown. */
export function settled(value: pulumi.Output<unknown>): Promise<void> {
  return new Promise((resolve) => {
    value.apply(() => resolve());
  });
}
