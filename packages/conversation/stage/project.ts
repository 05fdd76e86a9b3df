import { entryAt, type FlowNode } from "@genesys-flows/architect";
import { declaredGroups, type FlowProject, type FlowUnit, type Sidecar, timesOf } from "@genesys-flows/project";
import type { Json } from "../expression/values.ts";
import { type RunnableFlow, runnable } from "../run/flow.ts";
import { type DeclaredWorld, type Stage, stageOf } from "./stage.ts";

/** The flows in a project as an update would publish them: callers hold the module versions of the same checkout. */
export function stageOfProject({
  flows,
  objects,
  contracts,
}: Pick<FlowProject, "flows" | "objects"> & Partial<Pick<FlowProject, "contracts">>): Stage {
  const made = new Map<string, RunnableFlow>();
  const modules = new Map(
    flows.filter(({ type }) => type === "commonModule").map((unit) => [unit.name.toLowerCase(), unit]),
  );
  const prepared = (unit: FlowUnit): RunnableFlow => {
    const known = made.get(unit.key);
    if (known) return known;
    const flow = runnable(unit.document, {
      key: unit.key,
      module: (name) => {
        const module = modules.get(name.toLowerCase());
        return module && prepared(module);
      },
      contract: (name) => modules.get(name.toLowerCase())?.graph.module?.outcome,
      sourceOf: sourceOf(unit),
    });
    made.set(unit.key, flow);
    return flow;
  };
  return stageOf(flows.map(prepared), { ...declaredWorld(objects), ...(contracts && { contracts }) });
}

/** The place of an action in the source, from the compiled document's map. */
function sourceOf({ document, sidecar, origin }: FlowUnit): NonNullable<RunnableFlow["sourceOf"]> {
  if (origin === "export") return () => undefined;
  let find: ReturnType<typeof entryAt<Sidecar["nodes"][number]>> | undefined;
  const placed = ({ path }: FlowNode) => {
    find ??= entryAt(document, (JSON.parse(sidecar) as Sidecar).nodes);
    const entry = path && find(path);
    if (!entry) return undefined;
    const { node, file, line, column } = entry;
    return { node, location: { file, line, column } };
  };
  // Caches places, because each event of a conversation needs its node's place.
  const known = new WeakMap<FlowNode, { readonly place: ReturnType<typeof placed> }>();
  return (node) => {
    const found = known.get(node) ?? { place: placed(node) };
    known.set(node, found);
    return found.place;
  };
}

/** The part of the world that declared objects determine. */
export function declaredWorld(objects: FlowProject["objects"]): DeclaredWorld {
  const of = (kind: string) => objects.filter((object) => object.kind === kind && !object.existing);
  const names = Map.groupBy(objects, ({ kind }) => kind);
  return {
    scheduleGroups: new Map(declaredGroups(objects).map(({ group }) => [group.name, group])),
    schedules: new Map(
      of("schedule").flatMap((object) => {
        const schedule = timesOf(object);
        return schedule ? [[object.name, schedule] as const] : [];
      }),
    ),
    emergencyGroups: new Map(
      of("emergencyGroup").map(({ name, properties }) => [name, properties["enabled"] === true]),
    ),
    tables: new Map(of("dataTable").flatMap(({ name, rows }) => (rows ? [[name, rows.rows] as const] : []))),
    prompts: new Map(of("prompt").map(({ name, properties }) => [name, promptTexts(properties)])),
    names: new Map([...names].map(([kind, all]) => [kind, new Set(all.map(({ name }) => name))])),
  };
}

/** The text of a prompt, by language in lower case. @param properties the object's properties: its `resources` */
export function promptTexts(properties: Readonly<Record<string, unknown>>): Map<string, { text?: string }> {
  const resources = (properties["resources"] ?? []) as readonly Readonly<Record<string, Json>>[];
  return new Map(
    resources.map(({ language, ttsString, text }) => {
      const said = ttsString || text;
      return [String(language).toLowerCase(), typeof said === "string" ? { text: said } : {}];
    }),
  );
}
