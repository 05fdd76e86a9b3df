import { flowTypeOfApi, parseArchy, sameName } from "@genesys-flows/architect";
import { type FlowEntity, readMark, typeOfFlow } from "@genesys-flows/platform";
import { isKey, readStackConfig, slug } from "@genesys-flows/project";
import { presentText } from "../../changing/write-files.ts";
import type { Context } from "../../context.ts";
import { EXPORTS_AT_ONCE, each } from "../../live/asking.ts";
import { exportedText, exportProblem, keptExport } from "../../live/exports.ts";
import { LiveFlows } from "../../live/live-flows.ts";
import type { OpenStack } from "../../open-stack.ts";
import { exportFile, filesByKey } from "../../reading/flow-folder.ts";
import type { AdoptChoice, AdoptFilter } from "./choice.ts";
import { importedVersionOf } from "./config.ts";
import { type FlowUses, usesOf } from "./uses.ts";

/** A flow of the organisation and its future key. */
export interface Candidate {
  readonly key: string;
  readonly flow: FlowEntity;
  readonly uses: FlowUses;
  /** The version in the flow's file, if the flow was adopted before and has been published since. */
  readonly since?: string;
}

/** A candidate with its export and the path of its file, relative to the project. */
export interface AdoptableFlow extends Candidate {
  readonly file: string;
  /**
   * Undefined if the project already has a file with that key: the file is kept, and the next update overwrites the
   * flow with its content.
   */
  readonly text: string | undefined;
  readonly present?: string | undefined;
}

/**
 * The flows to adopt, the reasons why other matching flows are skipped, and the unmanaged flows that the chosen flows
 * need.
 * @param o.adopted id of each flow that the stack's config imports -> its key
 * @param o.needed also adopts the modules, bots and other flows that they use
 * @throws ApiFailure, including when no flow has the id; UsageError for an unknown module
 */
export async function chosenFlows(
  stack: OpenStack,
  o: { choice: AdoptChoice; adopted: ReadonlyMap<string, string>; needed: boolean },
): Promise<{ found: readonly Candidate[]; skipped: readonly string[]; needed: readonly FlowEntity[] }> {
  const { choice } = o;
  if ("id" in choice) {
    const flow = await stack.flows.readNow(choice.id);
    const uses = flow.publishedVersion ? await usesOf(stack, flow, () => undefined) : { flows: [], stale: [] };
    return { found: [{ key: choice.key, flow, uses }], skipped: [], needed: [] };
  }
  const { prefix, calls } = choice.filter;
  // A search by name would not find the called module, which can have any name.
  const isNamed = prefix !== undefined && calls === undefined;
  const live = await LiveFlows.read(stack.organisation, isNamed ? { name: `${prefix}*` } : {});
  const matching = await filtered(stack, live, choice.filter);
  const skipped: string[] = [];
  const keep = (flow: FlowEntity) => {
    const reason = reasonToSkip(flow, stack, o.adopted);
    if (reason !== undefined) skipped.push(`'${flow.name}' (${flow.id}): ${reason}`);
    return reason === undefined;
  };
  const get = (id: string) => live.get(id);
  let used = await usedBy(stack, matching.filter(keep), get);
  for (;;) {
    const needed = await neededBy(stack, used, { get, adopted: o.adopted });
    if (!o.needed || needed.length === 0) return { found: keyed(used, stack, o.adopted), skipped, needed };
    used = [...used, ...(await usedBy(stack, needed, get))];
  }
}

async function filtered(stack: OpenStack, live: LiveFlows, filter: AdoptFilter): Promise<readonly FlowEntity[]> {
  const { prefix, types, division, calls } = filter;
  const consumers = calls === undefined ? undefined : await stack.flows.callersOf(live.module(calls).id);
  const callers = consumers && new Set(consumers.map(({ id }) => id));
  const begins = prefix?.toLowerCase() ?? "";
  return live.all.filter(
    (flow) =>
      flow.name.toLowerCase().startsWith(begins) &&
      (types === undefined || types.has(flowTypeOfApi(flow.type)?.type ?? "")) &&
      (division === undefined || sameName(flow.division?.name ?? "", division)) &&
      (callers === undefined || callers.has(flow.id)),
  );
}

type Used = Pick<Candidate, "flow" | "uses">;

function usedBy(
  stack: OpenStack,
  flows: readonly FlowEntity[],
  get: (id: string) => FlowEntity | undefined,
): Promise<Used[]> {
  return each(flows, EXPORTS_AT_ONCE, async (flow) => ({ flow, uses: await usesOf(stack, flow, get) }));
}

/** Unmanaged flows that the chosen flows use and that are not among them. */
async function neededBy(
  { flows }: OpenStack,
  used: readonly Used[],
  { get, adopted }: { get: (id: string) => FlowEntity | undefined; adopted: ReadonlyMap<string, string> },
): Promise<FlowEntity[]> {
  const own = new Set(used.map(({ flow }) => flow.id));
  const ids = new Set(used.flatMap(({ uses }) => uses.flows.map(({ id }) => id)));
  const others = [...ids].filter((id) => !own.has(id) && !adopted.has(id));
  const read = await each(others, EXPORTS_AT_ONCE, async (id) => get(id) ?? (await flows.read(id)));
  return read.filter(
    (flow) =>
      flow !== undefined &&
      !flow.system &&
      flow.publishedVersion != null &&
      !readMark(flow.description) &&
      flowTypeOfApi(flow.type),
  ) as FlowEntity[];
}

/**
 * Each flow with its key: the key that it already has, otherwise its name in lower case with hyphens, followed by its
 * type if names collide.
 */
function keyed(used: readonly Used[], { config }: OpenStack, adopted: ReadonlyMap<string, string>): Candidate[] {
  const slugs = used.map(({ flow }) => slug(flow.name));
  return used.map(({ flow, uses }, index) => {
    const before = adopted.get(flow.id);
    if (before !== undefined) {
      const since = importedVersionOf(config, { key: before, id: flow.id });
      return { key: before, flow, uses, ...(since !== undefined && { since }) };
    }
    const own = slugs[index] as string;
    const isUnique = slugs.filter((other) => other === own).length === 1;
    return { key: isUnique ? own : `${own}-${slug(flow.type)}`, flow, uses };
  });
}

function reasonToSkip(
  flow: FlowEntity,
  { project, stack, config }: OpenStack,
  adopted: ReadonlyMap<string, string>,
): string | undefined {
  if (flow.system) return "it is a system flow, whose description cannot have an ownership mark";
  const mark = readMark(flow.description);
  if (mark?.project === project && mark.stack === stack) return `this stack already manages it as '${mark.key}'`;
  if (mark) return `the stack ${mark.project}/${mark.stack} manages it`;
  const key = adopted.get(flow.id);
  if (key !== undefined) {
    const since = importedVersionOf(config, { key, id: flow.id });
    if (since === undefined || since === flow.publishedVersion?.id) return `already adopted as '${key}'`;
  }
  if (!flowTypeOfApi(flow.type)) return `flows of type ${flow.type} are not supported`;
  return flow.publishedVersion ? undefined : "it has never been published";
}

/** Number of exports between two progress messages. */
const PROGRESS = 25;

/**
 * The exports of the candidates, and every reason why one cannot be adopted. Each export is saved as soon as it is
 * downloaded, so that the next run can continue an interrupted one.
 * @param o.keepFiles also adopts a flow if a file with its key already exists, and keeps that file
 */
export async function adoptable(
  stack: OpenStack,
  candidates: readonly Candidate[],
  o: { readonly keepFiles: boolean },
  context: Context,
): Promise<{ flows: AdoptableFlow[]; problems: string[] }> {
  const { root } = context;
  const flowsDir = readStackConfig(stack.file, stack.config).flowsDir ?? "flows";
  const keys = filesByKey(root, flowsDir);
  let done = 0;
  const results = await each(
    candidates,
    EXPORTS_AT_ONCE,
    async (next): Promise<AdoptableFlow | { problem: string }> => {
      const problem = objection(next, stack);
      if (problem !== undefined) return { problem };
      const own = keys.get(next.key);
      const file = exportFile(flowsDir, typeOfFlow(next.flow), next.key);
      if (own !== undefined && o.keepFiles) return { ...next, file: own, text: undefined };
      const present = presentText(root, own ?? file);
      const isOld = next.since !== undefined && present !== undefined;
      if (isOld && present !== keptExport(stack, next.flow, next.since as string, context))
        return { problem: edited(next, own ?? file) };
      const text = await exported(stack, next.flow, file, context);
      done += 1;
      if (done % PROGRESS === 0) context.err(`${done} of ${candidates.length} exported\n`);
      if ("problem" in text) return text;
      // An interrupted run wrote a file with exactly this export.
      if (present !== undefined && !isOld && present !== text.text)
        return { problem: alreadyThere(next, { file: own, stack: stack.stack, wanted: file }) };
      return { ...next, file: own ?? file, text: text.text, present };
    },
  );
  const flows = results.filter((one) => "file" in one);
  return {
    flows: flows.sort((a, b) => (a.file < b.file ? -1 : 1)),
    problems: results.flatMap((one) => ("problem" in one ? [one.problem] : [])),
  };
}

function edited({ flow, since }: Candidate, file: string): string {
  return `${file} has version ${since} of '${flow.name}' with changes, and version ${flow.publishedVersion?.id} is live. To use the live version, delete the file and adopt again.`;
}

function alreadyThere(
  { key, flow }: Candidate,
  { file, stack, wanted }: { file: string | undefined; stack: string; wanted: string },
): string {
  if (file === undefined)
    return `${wanted} already exists and was not overwritten. Move it to another folder, or choose a different key.`;
  return (
    `${file} already has the key '${key}' and was not overwritten. To overwrite '${flow.name}' with that file: ` +
    `npm run flowctl -- adopt ${key} ${flow.id} --stack ${stack}. To use the export instead, choose a different key.`
  );
}

/** The reason why a flow cannot be adopted under its key. */
function objection({ key, flow }: Candidate, stack: OpenStack): string | undefined {
  const named = `'${flow.name}' (${flow.id})`;
  if (!isKey(key))
    return `'${key}' is not a valid key. A key starts with a letter or digit; letters, digits, spaces and ._()&+- may follow.`;
  if (flow.system) return "it is a system flow, whose description cannot have an ownership mark";
  const mark = readMark(flow.description);
  if (mark?.project === stack.project && mark.stack === stack.stack) {
    return `This stack already manages the flow ${named} as '${mark.key}'. Once its file is in the project, the next update publishes it.`;
  }
  if (mark) {
    return `The stack ${mark.project}/${mark.stack} manages the flow ${named} as '${mark.key}'. Two stacks cannot publish the same flow. Remove it from that stack first.`;
  }
  return flow.publishedVersion
    ? undefined
    : `The flow ${named} has never been published, so there is no version to adopt.`;
}

async function exported(
  stack: OpenStack,
  flow: FlowEntity,
  file: string,
  context: Context,
): Promise<{ text: string } | { problem: string }> {
  try {
    const { text } = await exportedText(stack, flow, context);
    parseArchy(text, { file });
    return { text };
  } catch (error) {
    return { problem: `The flow '${flow.name}' (${flow.id}) cannot be exported: ${exportProblem(error)}` };
  }
}
