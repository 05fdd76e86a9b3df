import type { ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { compiledDocument } from "../document.ts";
import type { FlowInputs, FlowState } from "../values.ts";

/** More modules of one flow that get other names in one update are not told apart. */
const MOST_RENAMED = 3;

/**
 * The inputs of a pinned flow with the digest of the published document, where the new one differs from it in names of modules alone.
 * A definition calls a module by its key, so the rename of a module changes the documents of its callers. That is no change of theirs:
 * it does not lift the pin.
 *
 * @param document path of the new compiled document within the folder; undefined where the program declared none
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

/** A document whose calls have other names of modules. */
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

/** Every order of a few items. */
function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
