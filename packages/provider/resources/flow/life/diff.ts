import type { ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { few, isOlder } from "@genesys-flows/platform";
import { isImported } from "@genesys-flows/project/state";
import type { DiffKind, DiffResult } from "../../../engine/resource.ts";
import { compiledDocument } from "../document.ts";
import type { FlowInputs, FlowState, HeldModule } from "../values.ts";

export interface FlowDiff extends DiffResult {
  /** Names of modules that changed while the flow keeps its snapshot of them (`pin`). */
  readonly heldBack: readonly string[];
  /** Names of changed modules whose new version the flow will get: the reason why it is republished. */
  readonly republishedFor: readonly string[];
  /** Keys of the modules whose new version the flow will get. */
  readonly takes: readonly string[];
  /** Whether the document itself changes, its name and type included. */
  readonly isOwnChange: boolean;
  /** What changed in the flow itself, in words: `ask changed, greet added`. Empty when no such change is known. */
  readonly ownChange: string;
  /** Ids of the nodes that are added or changed. Undefined if the earlier ones are not known. */
  readonly nodes: readonly string[] | undefined;
}

/**
 * Compares new inputs with what was published, the state's outputs: so the next update publishes a flow whose publishing
 * failed or was held back.
 * @param oldInputs the inputs of the last update, or of the import. An imported flow, whose outputs have no modules, is
 *   compared with them; added or removed modules are not a change there without a change of the document
 * @param published the published version of a flow of this stack by its id, `next` for one that this run publishes again, undefined
 *   where this run does not know it
 */
export function diffFlow(
  inputs: FlowInputs,
  oldInputs: FlowInputs,
  state: FlowState,
  published: (id: string) => string | typeof next | undefined = () => undefined,
): FlowDiff {
  const changes = new Map<string, { kind: DiffKind; inputDiff: boolean }>();
  const add = (path: string, kind: DiffKind, options: { inputDiff: boolean } = { inputDiff: true }) =>
    changes.set(path, { kind, ...options });

  if (inputs.type !== state.type) add("type", "update-replace");
  if (inputs.name !== state.name) add("name", "update");
  let ownChange = "";
  let nodes: string[] | undefined = [];
  if (inputs.digest !== state.digest) {
    const changed = outlineChanges(inputs.outline, state.outline);
    for (const [node, kind] of changed) add(`outline[${quote(node)}]`, kind);
    ownChange = describeNodes(changed);
    nodes = state.outline && changed.flatMap(([node, kind]) => (kind === "delete" ? [] : [node]));
    // Something outside the nodes, or a published version that is not from this stack.
    if (changed.length === 0 || state.digest === "") add("digest", "update", { inputDiff: state.digest !== "" });
  }

  const before = state.modules ?? oldInputs.modules ?? {};
  const wanted = inputs.modules ?? {};
  const heldBack: string[] = [];
  const republishedFor: string[] = [];
  const takes: string[] = [];
  for (const [key, module] of Object.entries(wanted)) {
    const held = heldOf(key, module, before);
    if (!held) {
      takes.push(key);
      if (!isImported(state)) add(`modules[${quote(key)}]`, "add");
    } else if (held.digest !== module.digest || isBehind(module, held, { state, published })) {
      if (inputs.pin) heldBack.push(module.name);
      else {
        republishedFor.push(module.name);
        takes.push(key);
        add(`modules[${quote(key)}].digest`, "update");
      }
    } else if (held.flowId !== module.flowId) add(`modules[${quote(key)}].flowId`, "update");
  }
  if (!isImported(state)) {
    const kept = new Set(Object.entries(wanted).map(([key, module]) => heldOf(key, module, before)));
    for (const [key, held] of Object.entries(before)) if (!kept.has(held)) add(`modules[${quote(key)}]`, "delete");
  }
  for (const [key, kind] of mapChanges(
    inputs.references ?? {},
    state.references ?? oldInputs.references ?? inputs.references ?? {},
  )) {
    // The published version uses an object that left the stack until the flow is published again.
    if (kind !== "delete") add(`references[${quote(key)}]`, kind);
  }
  const isOwnChange = inputs.digest !== state.digest || inputs.name !== state.name || inputs.type !== state.type;
  return { changes, heldBack, republishedFor, takes, isOwnChange, ownChange, nodes };
}

/** The module before: under its key, or under an earlier one. An import lists an unmanaged module by its name. */
function heldOf(key: string, module: HeldModule, before: Readonly<Record<string, HeldModule>>): HeldModule | undefined {
  const own = Object.hasOwn(before, key) ? before[key] : undefined;
  if (own || module.flowId === undefined) return own;
  return Object.values(before).find((held) => held.flowId === module.flowId);
}

/**
 * Stands for the version of a flow that this run publishes again although its source is unchanged, because a version
 * that somebody else published is live.
 */
export const next: unique symbol = Symbol("next version");

/** Whether a flow holds an older version of a module than the published one, of the same source: somebody published between the two. */
function isBehind(
  module: HeldModule,
  held: HeldModule,
  { state, published }: { state: FlowState; published: (id: string) => string | typeof next | undefined },
): boolean {
  const version = state.modulesHeld[module.name] ?? state.modulesHeld[held.name];
  const now = module.flowId === undefined || isImported(state) ? undefined : published(module.flowId);
  return now === next || (version !== undefined && now !== undefined && isOlder(version, now));
}

/** A module whose digest differs from the snapshot in the published version. */
interface ChangedModule {
  readonly module: HeldModule;
  /** Whether the published version has a snapshot of it, perhaps under an earlier name or key. */
  readonly held: boolean;
  /** Whether it is not known what that snapshot was made of. */
  readonly stale: boolean;
}

export function changedModules(inputs: FlowInputs, state: FlowState): ChangedModule[] {
  return Object.entries(inputs.modules ?? {}).flatMap(([key, module]) => {
    const held = heldOf(key, module, state.modules ?? {});
    if (held ? held.digest === module.digest : isImported(state)) return [];
    return [{ module, held: held !== undefined, stale: held?.digest === "" }];
  });
}

function outlineChanges(
  after: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>> | undefined,
): [string, DiffKind][] {
  return before ? mapChanges(after, before) : [];
}

function mapChanges(
  after: Readonly<Record<string, string | undefined>>,
  before: Readonly<Record<string, string | undefined>>,
): [string, DiffKind][] {
  const changes: [string, DiffKind][] = [];
  for (const [key, value] of Object.entries(after)) {
    if (!(key in before)) changes.push([key, "add"]);
    else if (before[key] !== value) changes.push([key, "update"]);
  }
  for (const key of Object.keys(before)) if (!(key in after)) changes.push([key, "delete"]);
  return changes;
}

const verbs: Partial<Record<DiffKind, string>> = { add: "added", delete: "removed", update: "changed" };

function describeNodes(nodes: readonly (readonly [string, DiffKind])[]): string {
  return few(nodes.map(([node, kind]) => `${node} ${verbs[kind] ?? kind}`));
}

/** A key within a property path: `modules["a/b"]`. */
function quote(key: string): string {
  return JSON.stringify(key);
}

/** The added references, when nothing else of the flow changed; otherwise undefined. */
export function addedReferences(
  inputs: FlowInputs,
  state: FlowState,
): readonly (readonly [string, string | undefined])[] | undefined {
  const { changes } = diffFlow(inputs, inputs, state);
  for (const [path, { kind }] of changes) if (kind !== "add" || !path.startsWith("references[")) return undefined;
  const before = state.references ?? {};
  return Object.entries(inputs.references ?? {}).filter(([key]) => !(key in before));
}

/** If one update renames several modules of a flow, they cannot be distinguished. */
const MOST_RENAMED = 3;

/**
 * The inputs of a pinned flow with the digest of the published document, where the new one differs from it only in the
 * names of modules. A definition calls a module by its key, so the rename of a module changes the documents of its
 * callers. That is not a change to the callers, so it does not lift the pin.
 * @param document path of the new compiled document within the folder; undefined if the program declared none
 */
export function withHeldNames(
  inputs: FlowInputs,
  state: FlowState,
  { folder, document }: { readonly folder: string; readonly document: string | undefined },
): FlowInputs {
  const isChanged = state.digest !== "" && inputs.digest !== undefined && inputs.digest !== state.digest;
  if (!inputs.pin || !isChanged || document === undefined || inputs.name !== state.name) return inputs;
  const names = Object.values(inputs.modules ?? {}).map(({ name }) => name);
  const held = Object.keys(state.modulesHeld);
  const [now, then] = [names.filter((name) => !held.includes(name)), held.filter((name) => !names.includes(name))];
  if (now.length === 0 || now.length !== then.length || now.length > MOST_RENAMED) return inputs;
  const next = compiledDocument(folder, document);
  const isOnlyRenamed = orders(then).some((order) => {
    const body = withNames(next.document.body, new Map(now.map((name, index) => [name, order[index] as string])));
    const renamed = kernel().archyFromBody(next.document.flowType, body, { file: document });
    return kernel().digest(renamed) === state.digest;
  });
  return isOnlyRenamed ? { ...inputs, digest: state.digest } : inputs;
}

function withNames(body: ArchyMap, names: ReadonlyMap<string, string>): ArchyMap {
  const renamed = (value: ArchyValue, key: string): ArchyValue => {
    if (Array.isArray(value)) return value.map((item) => renamed(item, ""));
    if (!kernel().isMap(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, item]) => [key === "commonModule" ? (names.get(name) ?? name) : name, renamed(item, name)]),
    );
  };
  return renamed(body, "") as ArchyMap;
}

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
