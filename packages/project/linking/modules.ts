import type { DataActionContract, DataTableContract, FlowType, ModuleContract } from "@genesys-flows/architect";
import { isFlowCode } from "../flow-files.ts";
import { type BrokenFlow, type FlowFacts, openContract } from "../reading/flow.ts";
import type { FlowElsewhere } from "../stack/source.ts";
import { type ContractsByName, noContracts } from "./contracts.ts";

/** The modules for a flow that calls some of them by a name other than the key. */
export function underNames(modules: Modules, names: Readonly<Record<string, string>> | undefined): Modules {
  if (!names) return modules;
  const keyOf = (name: string) => names[name] ?? name;
  return {
    keys: () => [...new Set([...Object.keys(names), ...modules.keys()])],
    has: (name) => modules.has(keyOf(name)),
    stacksOf: (name) => modules.stacksOf(keyOf(name)),
    flowOf: (name) => modules.flowOf(keyOf(name)),
    renamedFrom: (name) => modules.renamedFrom(keyOf(name)),
    byKey: (name) => modules.byKey(keyOf(name)),
    byName: (name) => modules.byName(name),
    keyNamed: (name) => modules.keyNamed(name),
    dataAction: (name) => modules.dataAction(name),
    dataTable: (name) => modules.dataTable(name),
  };
}

interface KnownModule {
  readonly key: string;
  readonly contract: ModuleContract;
  readonly unnamed?: true;
}

/** Lookups for a flow: the modules of its project, and the contracts of other objects that it calls. */
export interface Modules {
  keys(): Iterable<string>;
  has(key: string): boolean;
  /** The stacks of a flow that does not belong to this stack. */
  stacksOf(key: string): readonly string[] | undefined;
  /** The flow with a key, if it is not a module. */
  flowOf(key: string): { readonly type: FlowType; readonly name: string } | undefined;
  /** The present key of the module that had a key (`formerly`). */
  renamedFrom(key: string): string | undefined;
  /**
   * The interface that a caller may rely on; undefined if no module has the key and no broken file could export such a
   * module.
   */
  byKey(key: string): ModuleContract | undefined;
  /** Like `byKey`, by display name in Architect, which exports use. */
  byName(name: string): ModuleContract | undefined;
  keyNamed(name: string): string | undefined;
  /** The contract of a data action by `INTEGRATION/ACTION`, if the project knows it. */
  dataAction(name: string): DataActionContract | undefined;
  /** The contract of a data table for lookups, if the project declares the table. */
  dataTable(name: string): DataTableContract | undefined;
}

/**
 * The modules of a project as their callers see them. For a module with errors, this includes everything that could be
 * read, so that errors in a caller are found in the same run and the module's errors are not reported at the caller.
 */
export class ProjectModules implements Modules {
  readonly #byKey: ReadonlyMap<string, readonly KnownModule[]>;
  readonly #byName: ReadonlyMap<string, readonly KnownModule[]>;
  /** The contents of broken TypeScript files, whose flows are unknown. */
  readonly #texts: readonly string[];
  readonly #flows: readonly (FlowFacts | BrokenFlow)[];
  readonly #elsewhere: ReadonlyMap<string, readonly string[]>;

  readonly #readContracts: () => ContractsByName;
  #contracts: ContractsByName | undefined;

  constructor(
    flows: readonly (FlowFacts | BrokenFlow)[],
    elsewhere: readonly FlowElsewhere[] = [],
    contracts: () => ContractsByName = () => noContracts,
  ) {
    this.#readContracts = contracts;
    this.#flows = flows;
    this.#elsewhere = new Map(elsewhere.map(({ key, stacks }) => [key, stacks]));
    const known = flows.flatMap(({ key, contract, unnamed }): KnownModule[] =>
      contract ? [{ key, contract, unnamed }] : [],
    );
    this.#byKey = Map.groupBy(known, ({ key }) => key);
    const named = known.filter(({ unnamed }) => !unnamed);
    this.#byName = Map.groupBy(named, ({ contract }) => contract.name.toLowerCase());
    this.#texts = flows.flatMap((flow) => ("broken" in flow && isFlowCode(flow.file) ? [flow.text] : []));
  }

  keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  stacksOf(key: string): readonly string[] | undefined {
    return this.#elsewhere.get(key);
  }

  flowOf(key: string): { readonly type: FlowType; readonly name: string } | undefined {
    const { type, name } = this.#flows.find((flow) => flow.key === key) ?? {};
    return type === undefined || name === undefined || type === "commonModule" ? undefined : { type, name };
  }

  renamedFrom(key: string): string | undefined {
    return this.#flows.find((flow) => "formerly" in flow && flow.contract && flow.formerly.includes(key))?.key;
  }

  byKey(key: string): ModuleContract | undefined {
    const found = only(this.#byKey.get(key) ?? []);
    return found ?? (this.#texts.some((text) => mentions(text, key)) ? openContract(key) : undefined);
  }

  byName(name: string): ModuleContract | undefined {
    return only(this.#byName.get(name.toLowerCase()) ?? []);
  }

  dataAction(name: string): DataActionContract | undefined {
    return this.#known().dataActions.get(name.trim().toLowerCase());
  }

  dataTable(name: string): DataTableContract | undefined {
    return this.#known().dataTables.get(name.trim().toLowerCase());
  }

  /** The contracts, read on first use. */
  #known(): ContractsByName {
    this.#contracts ??= this.#readContracts();
    return this.#contracts;
  }

  keyNamed(name: string): string | undefined {
    return this.#byName.get(name.toLowerCase())?.at(-1)?.key;
  }
}

/** The only match. If several modules have the same key or name, it is unknown which one is meant. */
function only(found: readonly KnownModule[]): ModuleContract | undefined {
  const [first, second] = found;
  return first && second ? openContract(first.contract.name) : first?.contract;
}

function mentions(text: string, key: string): boolean {
  return new RegExp(`(?<![\\w-])${key.replaceAll(/[^\w\s]/g, "\\$&")}(?![\\w-])`).test(text);
}
