import { NameMap } from "@genesys-flows/architect";
import type { FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";
import { log } from "./log.ts";
import kinds from "./reference-kinds.json" with { type: "json" };

/** Kind of name that documents have for the objects of a resource type: `queue`; by the type's token. */
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
 * What the program registers and documents can name, flows apart: queues, schedule groups, data tables, prompts and the other
 * kinds. Names are the same whatever their case.
 */
export class ProvidedObjects {
  readonly #objects = new NameMap<Named>();
  readonly #references: string[] = [];
  readonly #wanted = new NameMap<string>();
  readonly #registered: pulumi.Resource[] = [];
  /** Domains that receive e-mail, by the names that the program gives them. */
  readonly #emailDomains = new Map<string, EmailDomain>();

  /**
   * Takes in a resource that the program registers, if it is of a kind that documents can name and has a plain text as name.
   * Warns when a flow that names it is registered already: that flow cannot depend on it any more.
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
      `The flow '${flow}' names the ${typeName} '${name}', which the program registers after the flow. An update may publish the ` +
        `flow before the ${typeName} exists. Create it in the program itself, not in \`apply\`: docs/resources.md.`,
    );
  }

  /** The id of what a flow names; undefined when the program did not register it before. */
  idFor(flow: string, { kind, name }: { readonly kind: string; readonly name: string }) {
    const reference = `${kind}:${name}`;
    const found = this.#objects.get(reference);
    if (!found) this.#wanted.set(reference, flow);
    return found?.resource.id;
  }

  /**
   * The id of the domain of an e-mail address, where the program registers it. To the name of a subdomain, the platform appends its own
   * domain (reference/platform-api.md §2.3).
   */
  emailDomain(name: string): pulumi.Output<string> | undefined {
    const wanted = name.toLowerCase();
    const exact = this.#emailDomains.get(wanted);
    const ofPlatform = [...this.#emailDomains].find(
      ([domain, { isSubdomain }]) => isSubdomain && wanted.startsWith(`${domain}.`),
    );
    return (exact ?? ofPlatform?.[1])?.resource.id;
  }

  /** `queue:Sales` of everything that is registered so far. */
  references(): string[] {
    return [...new Set(this.#references)];
  }

  /** The id of each object of some kinds by its reference: `queue:Sales`. */
  idsOf(...kinds: readonly string[]): Record<string, pulumi.Output<string>> {
    const objects = this.#references.flatMap((reference) => this.#objects.get(reference) ?? []);
    const wanted = objects.filter(({ reference }) => kinds.includes(reference.slice(0, reference.indexOf(":"))));
    return Object.fromEntries(wanted.map(({ reference, resource }) => [reference, resource.id]));
  }

  /** Resolves when the engine has worked on everything that the program registered so far. For a preview, where all of it succeeds or the run ends. */
  async worked(): Promise<void> {
    await Promise.all(this.#registered.map(({ urn }) => settled(urn)));
  }
}

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

/** Resolves when a value is known, or, in a preview, known to be unknown. */
export function settled(value: pulumi.Output<unknown>): Promise<void> {
  return new Promise((resolve) => {
    value.apply(() => resolve());
  });
}
