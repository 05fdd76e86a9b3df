import { type ArchyDocument, parseArchy, references, sameName } from "@genesys-flows/architect";
import { type Held, type RunnableFlow, runnable } from "@genesys-flows/conversation";
import { declaredWorld, type Stage, stageOf } from "@genesys-flows/conversation/stage";
import { type FlowEntity, typeOfFlow } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { asked } from "../live/asking.ts";
import { exportOf, exportProblem } from "../live/exports.ts";
import { LiveFlows } from "../live/live-flows.ts";
import { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";
import { liveWorld } from "./live-world.ts";

/** The published flows of an organisation that can run, and the reasons why other flows cannot run. */
export interface LiveStage {
  readonly stage: Stage;
  /** The reason why the published version of a flow in the project cannot run, by the flow's key. */
  readonly refused: ReadonlyMap<string, string>;
}

interface Source {
  readonly stack: OpenStack;
  readonly project: FlowProject;
  readonly context: Context;
}

/**
 * The published versions of flows and of the flows that they transfer to, each with the module versions that it holds.
 * The environment is read from the organisation if possible, otherwise from the project's files. Read-only.
 * @throws ApiFailure if the flows cannot be listed
 */
export async function liveStage(units: readonly FlowUnit[], source: Source): Promise<LiveStage> {
  const { stack, project, context } = source;
  const live = await LiveFlows.read(stack.organisation);
  const records = await StackRecords.read(stack, context);
  const entityOf = (unit: FlowUnit) => records.liveFlow(unit, live) ?? live.named(unit.type, unit.name)[0];
  const published = new PublishedFlows(live, source, (entity) =>
    project.flows.find((unit) => entityOf(unit) === entity),
  );
  const refused = new Map<string, string>();
  const wanted: FlowEntity[] = [];
  for (const unit of units) {
    const entity = entityOf(unit);
    if (entity?.publishedVersion) wanted.push(entity);
    else refused.set(unit.key, `The organisation '${stack.organisation.name}' has no published flow '${unit.name}'.`);
  }
  const flows = new Map<string, RunnableFlow>();
  for (const entity of wanted) {
    if (flows.has(entity.id)) continue;
    const read = await published.flow(entity, entity.publishedVersion?.id ?? "");
    if (typeof read === "string") {
      for (const unit of units.filter((one) => entityOf(one) === entity)) refused.set(unit.key, read);
      continue;
    }
    flows.set(entity.id, read.flow);
    wanted.push(...ledTo(read.document, live));
  }
  const declared = declaredWorld(project.objects);
  const { world, unread } = await liveWorld(await published.documents(), { declared, stack });
  for (const sentence of unread) context.err(`${sentence}\n`);
  return { stage: stageOf([...flows.values()], world), refused };
}

/** The published flows that a flow transfers to, and the in-queue flows that the flow names. */
function ledTo(document: ArchyDocument, live: LiveFlows): FlowEntity[] {
  const named = references(document).filter(({ kind }) => kind === "flow" || kind === "inqueueFlow");
  return named.flatMap(({ name, flowType }) => {
    const found = flowType ? live.named(flowType, name) : live.all.filter((flow) => sameName(flow.name, name));
    return found.filter(({ publishedVersion }) => publishedVersion);
  });
}

interface PublishedFlow {
  readonly flow: RunnableFlow;
  readonly document: ArchyDocument;
}

/** Published versions of flows, cached after the first read. */
class PublishedFlows {
  readonly #live: LiveFlows;
  readonly #source: Source;
  readonly #unitOf: (entity: FlowEntity) => FlowUnit | undefined;
  readonly #read = new Map<string, Promise<PublishedFlow | string>>();

  constructor(live: LiveFlows, source: Source, unitOf: (entity: FlowEntity) => FlowUnit | undefined) {
    this.#live = live;
    this.#source = source;
    this.#unitOf = unitOf;
  }

  /** A version of a flow, with the modules that it holds; or the reason why the version cannot be run. */
  flow(entity: FlowEntity, version: string): Promise<PublishedFlow | string> {
    const id = `${entity.id} ${version}`;
    const known = this.#read.get(id) ?? this.#load(entity, version);
    this.#read.set(id, known);
    return known;
  }

  /** The documents that were read. */
  async documents(): Promise<ArchyDocument[]> {
    const read = await Promise.all(this.#read.values());
    return read.flatMap((one) => (typeof one === "string" ? [] : [one.document]));
  }

  async #load(entity: FlowEntity, version: string): Promise<PublishedFlow | string> {
    const { stack, context } = this.#source;
    const about = `The version ${version} of '${entity.name}'`;
    const question = { id: entity.id, type: typeOfFlow(entity), version, complete: true };
    const held = await asked(() => stack.flows.embedded(question));
    if ("refusal" in held)
      return `${about} cannot be run, because the modules that it holds are not known. ${held.refusal}`;
    const modules = new Map<string, RunnableFlow>();
    const holds: Held[] = [];
    for (const copy of held) {
      const module = this.#live.get(copy.id);
      // A flow also holds snapshots of bots, but the given answers determine their behaviour.
      if (module === undefined || typeOfFlow(module) !== "commonModule") continue;
      const own = copy.version ?? "";
      const read = await this.flow(module, own);
      if (typeof read === "string") return read;
      holds.push({ module: module.name, version: own, published: module.publishedVersion?.id ?? own });
      for (const name of [module.name, copy.name ?? module.name]) modules.set(name.toLowerCase(), read.flow);
    }
    try {
      const { text, file } = await exportOf(stack, entity, version, context);
      const document = parseArchy(text, { file });
      const key = this.#unitOf(entity)?.key;
      const module = (name: string) => modules.get(name.toLowerCase());
      return { document, flow: runnable(document, { version, holds, module, ...(key !== undefined && { key }) }) };
    } catch (error) {
      return `${about} cannot be run: ${exportProblem(error)}`;
    }
  }
}
