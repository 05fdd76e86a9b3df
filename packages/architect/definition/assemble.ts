import type { ArchyMap, ArchyValue, FlowType } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { NodeId } from "../graph/types.ts";
import { emailAddressOf, type WrittenEmailAddress } from "../settings/email-address.ts";
import { definitionSettings } from "../settings/flow.ts";
import { settingsIn } from "../settings/setting.ts";
import { nearest } from "../suggest.ts";
import { actionIn, checkBody } from "./node-action.ts";
import { definitionSchema, nodeSchema } from "./schema.ts";
import { holdsPlaceholder } from "./schema-issues.ts";
import type { Source } from "./source.ts";
import type { FlowDefinition, FlowVariableDefinition, NodeDefinition, ValueDefinition } from "./types.ts";

/** Default outcomes of a module without the key `outcomes`. */
const DEFAULT_OUTCOMES: readonly string[] = ["completed"];
/** Default language of a definition without the key `language`. */
export const DEFAULT_LANGUAGE = "en-us";

/**
 * The nodes of a mapping, each with its action. If a node has errors, reports the errors to the sink and adds the
 * node's id to `unread`.
 */
export function nodesOf(
  nodes: ArchyMap,
  { source, sink, fits, unread }: { source: Source; sink: DiagnosticSink; fits: boolean; unread: Set<NodeId> },
): NodeDefinition[] {
  const found: NodeDefinition[] = [];
  for (const [id, data] of Object.entries(nodes)) {
    unread.add(id);
    if (!isMap(data)) continue;
    const action = actionIn(id, data, { source, sink });
    if (!action) continue;
    const body = data[action] ?? null;
    if (!checkBody(id, action, body, { source, sink })) continue;
    if (!fits && !isNode(data)) continue;
    unread.delete(id);
    const { on = {}, then, name, note, inputs = {}, outputs = {} } = data;
    found.push({ id, action, body, inputs, outputs, on, then, name, note } as NodeDefinition);
  }
  return found;
}

interface Parsed extends Pick<FlowDefinition, "nodes" | "tasks" | "filledIn"> {
  readonly data: ArchyMap;
  readonly source: Source;
}

/** Keys that are copied from the file unchanged, if present. */
const WRITTEN = ["description", "division", "voice", "greeting", "onFault", "start", "periodic", "stacks"] as const;
/** Keys that are copied unchanged and name an object in the organisation. */
const NAMES = ["contactList", "wrapupCode", "worktype"] as const;
type AsWritten = Pick<FlowDefinition, (typeof WRITTEN)[number] | (typeof NAMES)[number]>;

export function assemble(type: FlowType, { data, nodes, tasks, source, filledIn }: Parsed): FlowDefinition {
  const list = <T>(key: string) => (data[key] ?? []) as unknown as readonly T[];
  const written = [...WRITTEN, ...NAMES].flatMap((key) => (data[key] === undefined ? [] : [[key, data[key]]]));
  return {
    ...(Object.fromEntries(written) as AsWritten),
    file: source.file,
    type,
    name: (data[type] ?? "") as string,
    language: (data["language"] ?? DEFAULT_LANGUAGE) as string,
    numbers: list<string>("numbers"),
    emailAddresses: list<WrittenEmailAddress>("emailAddresses").map(emailAddressOf),
    channels: list<FlowType>("channels"),
    inputs: variables(data["inputs"]),
    outputs: variables(data["outputs"]),
    outcomes: type === "commonModule" ? outcomesOf(data["outcomes"]) : [],
    variables: variables(data["variables"]),
    values: (data["values"] ?? {}) as unknown as Record<string, ValueDefinition>,
    settings: (data["settings"] ?? {}) as ArchyMap,
    formerly: list<string>("formerly"),
    given: settingsIn(definitionSettings, data),
    nodes,
    tasks,
    filledIn,
    locate: source.locate,
  };
}

function outcomesOf(data: ArchyValue | undefined): readonly string[] {
  if (data === "none") return [];
  return (data as string[] | undefined) ?? DEFAULT_OUTCOMES;
}

function variables(data: ArchyValue | undefined): Record<string, FlowVariableDefinition> {
  const entries = Object.entries((data ?? {}) as ArchyMap);
  return Object.fromEntries(
    entries.map(([name, v]) => [name, (typeof v === "string" ? { type: v } : v) as unknown as FlowVariableDefinition]),
  );
}

/** Keys whose content is checked node by node. */
const NODES = ["nodes", "tasks", "fragments"];

/** Keys with one entry per name. */
const ENTRIES = ["inputs", "outputs", "variables", "values"];

/**
 * The data of a flow file without the values that its schema refuses. From inputs, outputs, variables and values, only
 * the invalid entries are removed; any other key is removed as a whole. Nodes are kept, because `isNode` decides which
 * of them are valid.
 * @param unread.keys receives the keys that are incomplete as a result, and the keys that were probably meant by an
 *   unknown key
 */
export function withoutMistakes(data: ArchyMap, unread: { readonly keys: Set<string> }): ArchyMap {
  const kept = { ...data };
  for (const issue of definitionSchema.safeParse(data).error?.issues ?? []) {
    if (holdsPlaceholder(data, issue.path)) continue;
    const [key, entry] = issue.path.map(String);
    if (key === undefined) {
      for (const unknown of issue.code === "unrecognized_keys" ? issue.keys : []) {
        const meant = nearest(unknown, Object.keys(definitionSchema.shape));
        if (meant !== undefined) unread.keys.add(meant);
        delete kept[unknown];
      }
      continue;
    }
    if (NODES.includes(key)) {
      const isOfNode = issue.path.includes("nodes") && issue.path.length > issue.path.indexOf("nodes") + 1;
      if (!isOfNode || key === "fragments") unread.keys.add(key);
      continue;
    }
    unread.keys.add(key);
    const present = kept[key];
    if (ENTRIES.includes(key) && entry !== undefined && isMap(present ?? null)) {
      const { [entry]: _refused, ...others } = present as ArchyMap;
      kept[key] = others;
    } else if (key === "numbers" && Array.isArray(present)) kept[key] = present.map(String);
    else if (key === "emailAddresses" && Array.isArray(present)) kept[key] = present.map(addressIn);
    else delete kept[key];
  }
  return kept;
}

/** The address of an entry, even if the entry has other errors; empty if the entry has no address. */
function addressIn(entry: ArchyValue): string {
  const address = isMap(entry) ? entry["address"] : entry;
  return typeof address === "string" ? address : "";
}

/** Whether all keys of a node except its action are valid. */
function isNode(data: ArchyValue): boolean {
  const { error } = nodeSchema.safeParse(data);
  return (error?.issues ?? []).every((issue) => holdsPlaceholder(data, issue.path));
}
