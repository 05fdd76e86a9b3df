import { contractOf, type FlowDefinition, type ModuleContract, moduleContract } from "@genesys-flows/architect";
import { type BrokenFlow, openContract, type ReadFlow } from "../reading/flow.ts";

type Unread = NonNullable<ModuleContract["unread"]>;

interface KnownModule {
  readonly key: string;
  readonly contract: ModuleContract;
  readonly unnamed?: true;
}

/**
 * The modules of a project as their callers see them. Of a module with mistakes, what can be read: so a caller's own mistakes
 * are found in the same run, and no mistake of the module is reported at the caller.
 */
export class ProjectModules {
  readonly #byKey: ReadonlyMap<string, readonly KnownModule[]>;
  readonly #byName: ReadonlyMap<string, readonly KnownModule[]>;
  /** Texts of broken TypeScript files, whose flows are unknown. */
  readonly #texts: readonly string[];

  constructor(flows: readonly (ReadFlow | BrokenFlow)[]) {
    const known = flows.flatMap((flow): KnownModule[] => {
      const contract = contractIn(flow);
      return contract ? [{ key: flow.key, contract, ...(flow.unnamed && { unnamed: true }) }] : [];
    });
    this.#byKey = Map.groupBy(known, ({ key }) => key);
    const named = known.filter(({ unnamed }) => !unnamed);
    this.#byName = Map.groupBy(named, ({ contract }) => contract.name.toLowerCase());
    this.#texts = flows.flatMap((flow) => ("broken" in flow && flow.file.endsWith(".ts") ? [flow.text] : []));
  }

  keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  /** Whether a module of the project has the key. */
  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** What a caller may rely on; undefined without a module with the key, and without a broken file that may export one. */
  byKey(key: string): ModuleContract | undefined {
    const found = only(this.#byKey.get(key) ?? []);
    return found ?? (this.#texts.some((text) => mentions(text, key)) ? openContract(key) : undefined);
  }

  /** The same by the display name in Architect, which exports use. */
  byName(name: string): ModuleContract | undefined {
    return only(this.#byName.get(name.toLowerCase()) ?? []);
  }

  /** The key of the module with a display name. */
  keyNamed(name: string): string | undefined {
    return this.#byName.get(name.toLowerCase())?.at(-1)?.key;
  }
}

/** Several modules with the same key or name: it is unknown which one is meant. */
function only(found: readonly KnownModule[]): ModuleContract | undefined {
  const [first, second] = found;
  return first && second ? openContract(first.contract.name) : first?.contract;
}

function contractIn(flow: ReadFlow | BrokenFlow): ModuleContract | undefined {
  if ("broken" in flow) return flow.contract;
  if (flow.type !== "commonModule") return undefined;
  if (flow.origin === "definition") return ofDefinition(flow.definition);
  const { outcome, unread } = flow.options;
  const contract = moduleContract(flow.document, outcome ? { outcome } : {});
  return unread?.has("outcome") ? { ...contract, unread: new Set(["outcome"]) satisfies Unread } : contract;
}

/**
 * Adds the outcomes with which nodes end, but which the module does not declare: that is reported in the module, and is no
 * mistake of its callers.
 */
function ofDefinition(definition: FlowDefinition): ModuleContract | undefined {
  const contract = contractOf(definition);
  if (!contract?.outcome) return contract;
  const { from, outcomes } = contract.outcome;
  const ends = definition.nodes.filter(({ action, body }) => action === "end" && body !== "error");
  const undeclared = ends.map(({ body }) => String(body)).filter((name) => !Object.hasOwn(outcomes, name));
  if (undeclared.length === 0) return contract;
  return {
    ...contract,
    outcome: { from, outcomes: { ...outcomes, ...Object.fromEntries(undeclared.map((name) => [name, [name]])) } },
  };
}

function mentions(text: string, key: string): boolean {
  return new RegExp(`(?<![\\w-])${key.replaceAll(/[^\w\s]/g, "\\$&")}(?![\\w-])`).test(text);
}
