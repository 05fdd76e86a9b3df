import type { ArchyMap, ArchyValue, FlowType } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { NodeId } from "../graph/types.ts";
import { definitionSettings } from "../settings/flow.ts";
import { settingsIn } from "../settings/setting.ts";
import { actionIn, checkBody } from "./node-action.ts";
import { isNode } from "./salvage.ts";
import type { Source } from "./source.ts";
import type { FlowDefinition, FlowVariableDefinition, NodeDefinition, ValueDefinition } from "./types.ts";

/** Outcomes of a module without the key `outcomes`. */
const DEFAULT_OUTCOMES: readonly string[] = ["completed"];
/** Language of a definition without the key `language`. */
export const DEFAULT_LANGUAGE = "en-us";

/** The nodes of a mapping, each with its action. Mistakes in a node go to the sink, and its id to `unread`. */
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
    const { on, then, name, note, inputs, outputs } = data;
    found.push({
      id,
      action,
      body,
      inputs: (inputs ?? {}) as ArchyMap,
      outputs: (outputs ?? {}) as Record<string, string>,
      on: (on ?? {}) as Record<string, string>,
      then: then as string | undefined,
      name: name as string | undefined,
      note: note as string | undefined,
    });
  }
  return found;
}

interface Parsed extends Pick<FlowDefinition, "nodes" | "tasks" | "filledIn"> {
  readonly data: ArchyMap;
  readonly source: Source;
}

/** The definition from the data of a file, with defaults. */
export function assemble(type: FlowType, { data, nodes, tasks, source, filledIn }: Parsed): FlowDefinition {
  const text = (key: string) => data[key] as string | undefined;
  const list = <T>(key: string) => (data[key] ?? []) as unknown as readonly T[];
  return {
    file: source.file,
    type,
    name: (data[type] ?? "") as string,
    description: text("description"),
    division: text("division"),
    language: text("language") ?? DEFAULT_LANGUAGE,
    voice: text("voice"),
    greeting: data["greeting"],
    numbers: list<string>("numbers"),
    channels: list<FlowType>("channels"),
    inputs: variables(data["inputs"]),
    outputs: variables(data["outputs"]),
    outcomes: type === "commonModule" ? outcomesOf(data["outcomes"]) : [],
    variables: variables(data["variables"]),
    values: (data["values"] ?? {}) as unknown as Record<string, ValueDefinition>,
    onFault: data["onFault"] as unknown as FlowDefinition["onFault"],
    settings: (data["settings"] ?? {}) as ArchyMap,
    contactList: text("contactList"),
    wrapupCode: text("wrapupCode"),
    worktype: text("worktype"),
    formerly: list<string>("formerly"),
    ...(data["stacks"] !== undefined && { stacks: list<string>("stacks") }),
    given: settingsIn(definitionSettings, data),
    start: text("start"),
    periodic: text("periodic"),
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
