import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError, type FlowType, parseArchy } from "@genesys-flows/architect";
import { isKey, keyOfFile, readStackConfig, slug } from "@genesys-flows/project";
import {
  ApiFailure,
  ExportFailed,
  exportFlow,
  type FlowEntity,
  flowEntity,
  type HeldCopy,
  heldCopies,
  isStale,
  listAll,
  readMark,
  typeOfFlow,
} from "@genesys-flows/provider";
import type { OpenStack } from "../../open-stack.ts";

/** A flow of the organisation under the key that it gets. */
export interface Candidate {
  readonly key: string;
  readonly flow: FlowEntity;
}

/** A candidate with its export and where that goes, relative to the project. */
export interface AdoptableFlow extends Candidate {
  readonly file: string;
  /** Undefined where the project already has a file with that key: it is kept, and published over the flow. */
  readonly text: string | undefined;
  /** Snapshots in the flow that are not the published version of their module. */
  readonly stale: readonly HeldCopy[];
}

/** Export jobs that run at the same time. */
const PARALLEL = 4;

/** Folders in `flows/`. */
const folders: Readonly<Record<FlowType, string>> = {
  inboundCall: "inbound",
  outboundCall: "outbound",
  secureCall: "secure",
  inqueueCall: "in-queue",
  inqueueEmail: "in-queue",
  inqueueShortMessage: "in-queue",
  commonModule: "modules",
  inboundEmail: "email",
  inboundShortMessage: "messages",
  inboundChat: "chats",
  workflow: "workflows",
  workitem: "workitems",
  botFlow: "bots",
  digitalBot: "bots",
  surveyInvite: "surveys",
};

/**
 * The flows to adopt, and why others that match are skipped.
 * @throws ApiFailure, also when no flow has the id
 */
export async function chosenFlows(
  stack: OpenStack,
  o: { choice: { key: string; id: string } | { prefix: string }; adopted: ReadonlyMap<string, string> },
): Promise<{ found: Candidate[]; skipped: string[] }> {
  const { choice, adopted } = o;
  const { flows, organisation } = stack;
  if ("id" in choice) return { found: [{ key: choice.key, flow: await flows.readNow(choice.id) }], skipped: [] };

  const begins = choice.prefix.toLowerCase();
  const listed = await listAll(
    organisation.client,
    { path: "/api/v2/flows", query: { name: `${choice.prefix}*` } },
    flowEntity,
  );
  const matching = listed.filter((flow) => flow.name.toLowerCase().startsWith(begins));
  const skipped: string[] = [];
  const wanted = matching.filter((flow) => {
    const reason = reasonToSkip(flow, stack, adopted);
    if (reason) skipped.push(`'${flow.name}' (${flow.id}): ${reason}`);
    return !reason;
  });
  const slugs = wanted.map((flow) => slug(flow.name));
  const found = wanted.map((flow, index) => {
    const own = slugs[index] as string;
    const unique = slugs.filter((other) => other === own).length === 1;
    return { key: unique ? own : `${own}-${slug(flow.type)}`, flow };
  });
  return { found, skipped };
}

function reasonToSkip(
  flow: FlowEntity,
  { project, stack }: OpenStack,
  adopted: ReadonlyMap<string, string>,
): string | undefined {
  const key = adopted.get(flow.id);
  if (key !== undefined) return `already adopted as '${key}'`;
  const mark = readMark(flow.description);
  if (mark?.project === project && mark.stack === stack) return `this stack already manages it as '${mark.key}'`;
  if (mark) return `the stack ${mark.project}/${mark.stack} manages it`;
  return flow.publishedVersion ? undefined : "it has never been published";
}

/**
 * The exports of the candidates, and all reasons against adopting them.
 * @param o.keepFiles adopts a flow whose key already has a file with that file
 */
export async function adoptable(
  stack: OpenStack,
  candidates: readonly Candidate[],
  { root, keepFiles }: { root: string; keepFiles: boolean },
): Promise<{ flows: AdoptableFlow[]; problems: string[] }> {
  const flowsDir = readStackConfig(stack.file, stack.config).flowsDir ?? "flows";
  const keys = new Map(
    globSync(`${flowsDir}/**/*.{yaml,yml,ts}`, {
      cwd: root,
      exclude: [`${flowsDir}/imported/**`, `${flowsDir}/**/*.options.{yaml,yml}`],
    }).map((file) => [keyOfFile(file), file]),
  );
  const flows: AdoptableFlow[] = [];
  const problems: string[] = [];
  const waiting = [...candidates];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const own = keys.get(next.key);
      const problem =
        own !== undefined && !keepFiles
          ? alreadyThere(next, { file: own, stack: stack.stack })
          : objection(next, stack);
      const file = `${flowsDir}/${folders[typeOfFlow(next.flow)]}/${next.key}.yaml`;
      if (problem) problems.push(problem);
      else if (own !== undefined)
        flows.push({ ...next, file: own, text: undefined, stale: await staleCopies(stack, next) });
      else if (existsSync(join(root, file)))
        problems.push(`${file} already exists and was not overwritten. Move it away, or choose another key.`);
      else {
        const text = await exported(stack, next.flow, file);
        if ("problem" in text) problems.push(text.problem);
        else flows.push({ ...next, file, text: text.text, stale: await staleCopies(stack, next) });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return { flows: flows.sort((a, b) => (a.file < b.file ? -1 : 1)), problems };
}

async function staleCopies({ flows }: OpenStack, { flow }: Candidate): Promise<HeldCopy[]> {
  return (await heldCopies(flows, flow)).filter(isStale);
}

function alreadyThere({ key, flow }: Candidate, { file, stack }: { file: string; stack: string }): string {
  return (
    `${file} already has the key '${key}' and was not overwritten. To publish that file over '${flow.name}': ` +
    `npm run flowctl -- adopt ${key} ${flow.id} --stack ${stack}. To use the export instead, choose another key.`
  );
}

/** Why a flow cannot be adopted under its key. */
function objection({ key, flow }: Candidate, stack: OpenStack): string | undefined {
  const named = `'${flow.name}' (${flow.id})`;
  if (!isKey(key))
    return `'${key}' is not a valid key. A key starts with a letter or digit; letters, digits, spaces and ._()&+- may follow.`;
  const mark = readMark(flow.description);
  if (mark?.project === stack.project && mark.stack === stack.stack) {
    return `This stack already manages the flow ${named} as '${mark.key}'. When its file is in the project, the next update takes it over.`;
  }
  if (mark) {
    return `The stack ${mark.project}/${mark.stack} manages the flow ${named} as '${mark.key}'. Two stacks cannot publish one flow. Remove it from that stack first.`;
  }
  return flow.publishedVersion
    ? undefined
    : `The flow ${named} has never been published, so there is no version to adopt.`;
}

async function exported(
  { flows, organisation: { pace }, signal }: OpenStack,
  flow: FlowEntity,
  file: string,
): Promise<{ text: string } | { problem: string }> {
  try {
    const version = flow.publishedVersion?.id ?? "";
    const text = await exportFlow({ flows, pace, signal }, { id: flow.id, version });
    parseArchy(text, { file });
    return { text };
  } catch (error) {
    if (!(error instanceof ApiFailure || error instanceof ExportFailed || error instanceof DiagnosticError))
      throw error;
    return { problem: `The flow '${flow.name}' (${flow.id}) cannot be exported: ${error.message}` };
  }
}
