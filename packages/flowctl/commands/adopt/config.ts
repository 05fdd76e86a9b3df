import { isMap, isSeq, parseDocument } from "yaml";
import { type FileChange, presentOptions } from "../../changing/write-files.ts";
import { makeMaps, printed } from "../../changing/yaml-text.ts";

const FLOWS = "genesys-flows:flows";

/** Id of each flow that a stack's config imports -> its key. */
export function importedIds(config: string): ReadonlyMap<string, string> {
  const flows: unknown = parseDocument(config).getIn(["config", FLOWS]);
  if (!isMap(flows)) return new Map();
  const entries = Object.entries(flows.toJSON() as Record<string, { import?: unknown } | null>);
  return new Map(entries.flatMap(([key, flow]) => (flow?.import ? [[String(flow.import), key]] : [])));
}

/**
 * The version that a flow's file was exported from.
 * @returns undefined if the config does not name it, or imports a different flow under that key
 */
export function importedVersionOf(config: string, { key, id }: { key: string; id: string }): string | undefined {
  const document = parseDocument(config);
  const version = document.getIn(["config", FLOWS, key, "importedVersion"]);
  return document.getIn(["config", FLOWS, key, "import"]) === id && typeof version === "string" ? version : undefined;
}

export interface ImportEntry {
  readonly key: string;
  readonly flow: { readonly id: string };
  /** Version that the file was exported from; undefined if it is not known. */
  readonly importedVersion: string | undefined;
  readonly pin: boolean;
}

/**
 * Adds `import`, `importedVersion` and, if set, `pin` of each flow to a stack's config; keeps comments and everything
 * else.
 */
export function withImports(config: string, flows: readonly ImportEntry[]): string {
  return withSettings(
    config,
    flows.map(({ key, flow, importedVersion, pin }) => ({
      key,
      settings: { import: flow.id, importedVersion, ...(pin && { pin: true }) },
    })),
  );
}

/** Settings of a flow in the config of a stack; a setting that is undefined is removed. */
export interface FlowEntries {
  readonly key: string;
  readonly settings: Readonly<Record<string, string | boolean | undefined>>;
}

/** Adds settings of flows to a stack's config; keeps comments and everything else. */
export function withSettings(config: string, flows: readonly FlowEntries[]): string {
  const document = parseDocument(config);
  for (const { key, settings } of flows) {
    makeMaps(document, ["config", FLOWS, key]);
    for (const [name, value] of Object.entries(settings)) {
      if (value !== undefined) document.setIn(["config", FLOWS, key, name], value);
      else document.deleteIn(["config", FLOWS, key, name]);
    }
  }
  return printed(document, config);
}

/**
 * The options that limit an adopted flow to the stack that adopts it, because other stacks do not have the flow. An
 * export that already existed keeps its options; if these list stacks, this stack is added.
 * @returns the options file to write, relative to the project; or the reason why it cannot be written; undefined if
 * nothing changes
 */
export function adoptedOptions(
  flow: { readonly key: string; readonly file: string; readonly text: string | undefined },
  o: { root: string; stack: string },
): (FileChange & { readonly file: string }) | { readonly problem: string } | undefined {
  const { file, text: before } = presentOptions(o.root, flow);
  if (before !== undefined && parseDocument(before).errors.length > 0)
    return { problem: `${file} is not YAML, so the stack cannot be added. Correct the file first.` };
  const after = withStack(before, { stack: o.stack, isNew: flow.text !== undefined });
  return after === undefined || after === before ? undefined : { file, before, after };
}

/** Adds a stack to an options file; keeps comments and order. Returns undefined if nothing changes. */
export function withStack(
  before: string | undefined,
  { stack, isNew }: { readonly stack: string; readonly isNew: boolean },
): string | undefined {
  const document = parseDocument(before ?? "");
  const stacks = document.get("stacks");
  if (isSeq(stacks)) {
    if (stacks.toJSON().includes(stack)) return before;
    stacks.add(stack);
  } else {
    if (!isNew || stacks !== undefined) return before;
    if (document.contents === null) document.contents = document.createNode({}) as unknown as typeof document.contents;
    document.set("stacks", document.createNode([stack], { flow: true }));
  }
  return printed(document, before ?? "");
}
