import type { ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { few, isOlder } from "@genesys-flows/platform";
import { isImported } from "@genesys-flows/project/state";
import type { DiffKind, DiffResult } from "../../../engine/resource.ts";
import { compiledDocument } from "../document.ts";
import type { FlowInputs, FlowState, HeldModule } from "../values.ts";

export interface FlowDiff extends DiffResult {
  /** Names of changed modules whose snapshots the flow keeps (`pin`). */
  readonly heldBack: readonly string[];
  /** Names of changed modules whose new version the flow will hold; they are the reason to republish it. */
  readonly republishedFor: readonly string[];
  /** Keys of the modules whose new version the flow will hold. */
  readonly takes: readonly string[];
  /** Whether the document itself changes, including its name and type. */
  readonly isOwnChange: boolean;
  /** Summary of the changes to the flow itself: `ask changed, greet added`. Empty if no such change is known. */
  readonly ownChange: string;
  /** Ids of added or changed nodes; undefined if the previous nodes are unknown. */
  readonly nodes: readonly string[] | undefined;
}

/**
 * Compares new inputs with the published version, which the outputs in the state describe. Therefore, if the
 * publication of a flow failed or was held back, the next update publishes the flow.
 * @param oldInputs the inputs of the last update, or of the import. Used for an imported flow, whose outputs contain no
 * modules. Added or removed modules of such a flow are not a change unless its document also changes
 * @param published returns the published version of a flow of this stack by id, `next` if this run republishes the
 * flow, and undefined if this run does not know the version
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
    // Either something outside the nodes changed, or the published version is not from this stack.
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
    // Until the flow is republished, its published version still uses an object that left the stack.
    if (kind !== "delete") add(`references[${quote(key)}]`, kind);
  }
  const isOwnChange = inputs.digest !== state.digest || inputs.name !== state.name || inputs.type !== state.type;
  return { changes, heldBack, republishedFor, takes, isOwnChange, ownChange, nodes };
}

/**
 * The previous entry for a module, under its current or an earlier key. An import lists an unmanaged module by name.
 */
function heldOf(key: string, module: HeldModule, before: Readonly<Record<string, HeldModule>>): HeldModule | undefined {
  const own = Object.hasOwn(before, key) ? before[key] : undefined;
  if (own || module.flowId === undefined) return own;
  return Object.values(before).find((held) => held.flowId === module.flowId);
}

/**
 * Represents the next version of a flow that this run republishes although its source is unchanged, because somebody
 * else published the live version.
 */
export const next: unique symbol = Symbol("next version");

/**
 * Whether a flow holds an older version of a module than the published one although the source is unchanged. This
 * happens if somebody else published the module in the meantime.
 */
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
  /** Whether the published version holds a snapshot of the module, possibly under an earlier name or key. */
  readonly held: boolean;
  /** Whether the source of that snapshot is unknown. */
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

/** The added references if nothing else in the flow changed; otherwise undefined. */
export function addedReferences(
  inputs: FlowInputs,
  state: FlowState,
): readonly (readonly [string, string | undefined])[] | undefined {
  const { changes } = diffFlow(inputs, inputs, state);
  for (const [path, { kind }] of changes) if (kind !== "add" || !path.startsWith("references[")) return undefined;
  const before = state.references ?? {};
  return Object.entries(inputs.references ?? {}).filter(([key]) => !(key in before));
}

/** Limit for renamed modules per flow and update, because every possible assignment of names is tried. */
const MOST_RENAMED = 3;

/**
 * The inputs of a pinned flow, with the digest of the published document if the new document differs only in the names
 * of modules. A definition calls a module by key, so renaming a module changes the documents of its callers. This is
 * not a change to the callers themselves, so the pin still applies.
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
