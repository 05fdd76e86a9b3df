import { existsSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type { FlowEntity } from "@genesys-flows/platform";
import { allowAdoption } from "@genesys-flows/project/notes";
import {
  type ChangeOptions,
  changeByOrganisation,
  changeSource,
  noChange,
  refusedChange,
  type SourceChange,
} from "../../changing/change-source.ts";
import type { FlowOutcome } from "../../changing/shown.ts";
import { type FileChange, textsAfter } from "../../changing/write-files.ts";
import { type Context, mistakesIn, UsageError } from "../../context.ts";
import { isExported, REQUESTS_OF_EXPORT } from "../../live/exports.ts";
import { LiveFlows } from "../../live/live-flows.ts";
import { namesObject, objectNames } from "../../objects/names.ts";
import type { OpenStack } from "../../open-stack.ts";
import { loadForStack, requiredStackFile } from "../../stack-file.ts";
import { type AdoptableFlow, adoptable, type Candidate, chosenFlows } from "./candidates.ts";
import { type ChoiceOptions, choiceOf } from "./choice.ts";
import { adoptedOptions, importedIds, importedVersionOf, withImports } from "./config.ts";
import { objectAdoption } from "./objects.ts";
import { tableOf } from "./uses.ts";

export interface AdoptOptions extends ChoiceOptions, Omit<ChangeOptions, "write"> {
  readonly needed?: boolean;
  readonly list?: boolean;
  readonly declared?: boolean;
  /** Further arguments, which name objects. */
  readonly more?: readonly string[];
  readonly named?: boolean;
}

/**
 * Adopts flows of the organisation: writes their exports to `flows/` and their ids to the stack's config. The next
 * update adopts them without publishing. An existing file is not overwritten, unless it is the unchanged export of an
 * older version. Downloaded exports are kept, so that the next run can continue an interrupted one.
 * @returns 1 if a flow cannot be adopted, or if the project would have errors
 */
export function adopt(o: AdoptOptions, context: Context): Promise<number> {
  const words = [o.key, o.id, ...(o.more ?? [])].filter((word) => word !== undefined);
  if (o.named || words.some(namesObject)) return adoptObjects(o, words, context);
  const chooses = [o.key, o.id, o.all, o.prefix, o.type, o.division, o.calls].some((one) => one !== undefined);
  return changeSource(o, context, async (own) => {
    const change = o.declared && !chooses ? noChange(0) : await adoption(o, own);
    if (!o.all && !o.declared) return change;
    return {
      ...change,
      async end(isWritten) {
        const code = await change.end(isWritten);
        return code === 0 ? adoptDeclared(o, own) : code;
      },
    };
  });
}

/**
 * Runs `adopt KIND:NAME ...` and `adopt --named`. @throws UsageError for arguments that do not name an object, and for
 * options that apply only to flows
 */
function adoptObjects(o: AdoptOptions, words: readonly string[], context: Context): Promise<number> {
  const forFlows = (["all", "declared", "prefix", "type", "division", "calls", "list"] as const).filter(
    (name) => o[name],
  );
  if (forFlows.length > 0)
    throw new UsageError(`--${forFlows[0]} chooses flows. Adopt objects with a separate command.`);
  const { stack, needed = false, named = false } = o;
  const objects = objectNames(words);
  return changeSource(o, context, (own) => objectAdoption({ stack, objects, named, needed }, own));
}

/**
 * Prepares the recovery from a lost state: the next update adopts the objects that the source declares and the
 * organisation has. The preview lists them. Flows are found by their ownership marks.
 */
function adoptDeclared({ stack, list, dryRun }: AdoptOptions, context: Context): number {
  requiredStackFile(context, stack);
  if (list) return 0;
  if (!dryRun) allowAdoption(context.root, stack);
  context.out(
    `The next update of ${stack} adopts the objects that the source declares and the organisation already has: queues, numbers, tables and all others.\n` +
      `Next: npm run pulumi -- preview --stack ${stack} lists them, with what would change; then npm run pulumi -- up --stack ${stack}\n`,
  );
  return 0;
}

function adoption(o: AdoptOptions, context: Context): Promise<SourceChange> {
  const choice = choiceOf(o);
  const isOne = "id" in choice;
  return changeByOrganisation(o.stack, context, async (stack) => {
    const { found, skipped, needed } = await chosenFlows(stack, {
      choice,
      adopted: importedIds(stack.config),
      needed: o.needed === true,
    });
    for (const line of skipped) context.out(`skipped: ${line}\n`);
    if (found.length === 0) {
      context.out("There is nothing to adopt.\n");
      return noChange(0);
    }
    if (!isOne) context.out(`${tableOf(found)}\n\n`);
    if (needed.length > 0) context.out(`${offer(needed)}\n`);
    const coming = found.filter(({ flow }) => !isExported(stack, flow, context)).length * REQUESTS_OF_EXPORT;
    if (!isOne) context.err(`${count(found.length, "flow")} to export: about ${count(coming, "request")}.\n`);
    if (o.list) return noChange(0);
    const { flows, problems } = await exportedFlows(stack, found, { keepFiles: isOne }, context);
    if (problems.length > 0) return refusedChange(problems, context);
    return adoptionOf(flows, stack, context);
  });
}

async function adoptionOf(flows: readonly AdoptableFlow[], stack: OpenStack, context: Context): Promise<SourceChange> {
  const { root } = context;
  const options = flows.flatMap((flow) => adoptedOptions(flow, { root, stack: stack.stack }) ?? []);
  const unreadable = options.flatMap((one) => ("problem" in one ? [one.problem] : []));
  if (unreadable.length > 0) return refusedChange(unreadable, context);
  const entries = flows.map((flow) => ({
    ...flow,
    importedVersion: exportedFrom(flow, stack.config),
    // An update would republish a stale caller with the current version of the module. A flow whose file already
    // existed is published anyway.
    pin: flow.text !== undefined && flow.uses.stale.length > 0,
  }));
  const files = new Map<string, FileChange>([
    ...flows.flatMap(({ file, present, text }) =>
      text === undefined ? [] : [[file, { before: present, after: text }] as const],
    ),
    ...options.flatMap((one) => ("file" in one ? [[one.file, one] as const] : [])),
    [stack.file, { before: stack.config, after: withImports(stack.config, entries) }],
  ]);
  const loaded = await loadForStack(context, stack.stack, { texts: textsAfter(files) }).catch(mistakesIn);
  const words = entries.map((entry) => ({ entry, lines: adopted(entry, stack) }));
  return {
    flows: words.map(
      ({ entry: { key, file }, lines }): FlowOutcome => ({ key, file, result: "changed", notes: lines }),
    ),
    files,
    write: true,
    show(isWritten) {
      for (const line of words.flatMap(({ lines }) => lines))
        context.out(`${isWritten ? line : line.replace(/^adopted:/, "to adopt:")}\n`);
    },
    end(isWritten) {
      const them = flows.length === 1 ? "it" : "them";
      const next = isWritten ? ` Next: npm run pulumi -- up --stack ${stack.stack}` : "";
      context.out(`${stack.file} imports ${them}.${next}\n`);
      if (existsSync(join(root, "policies")))
        context.out(
          'If a rule refuses an export that you do not want to change: docs/adopting.md, "Exports that violate a rule".\n',
        );
      if (!(loaded instanceof DiagnosticError)) return 0;
      const first = isWritten
        ? "The exports were written. The project now has"
        : "With the exports, the project would have";
      context.err(`\n${loaded.message}\n\n${first} the errors above.\n`);
      return 1;
    },
  };
}

/**
 * Flows that are repeatedly published during the run are adopted in the last version that was read; the preview reports
 * the difference.
 */
const MOST_LOOKS = 3;

/** The exports of flows; if a flow is published during the run, the export of its newer version. */
async function exportedFlows(
  stack: OpenStack,
  found: readonly Candidate[],
  o: { readonly keepFiles: boolean },
  context: Context,
): Promise<{ flows: AdoptableFlow[]; problems: string[] }> {
  let candidates = found;
  for (let look = 1; ; look++) {
    const result = await adoptable(stack, candidates, o, context);
    if (o.keepFiles || result.problems.length > 0 || look === MOST_LOOKS) return result;
    const live = await LiveFlows.read(stack.organisation);
    const newer = (flow: FlowEntity) => live.get(flow.id) ?? flow;
    const isSame = ({ flow }: Candidate) => newer(flow).publishedVersion?.id === flow.publishedVersion?.id;
    if (candidates.every(isSame)) return result;
    candidates = candidates.map((one) => ({ ...one, flow: newer(one.flow) }));
  }
}

function offer(needed: readonly FlowEntity[]): string {
  const lines = needed.map(({ name, type, id }) => `  ${type.toLowerCase()} '${name}' (${id})`);
  return `They use flows that no stack manages. To adopt these as well, add --needed:\n${lines.join("\n")}\n`;
}

/** The version that the flow's file was exported from; for a file that already existed, the version in the config. */
function exportedFrom({ key, flow, text }: AdoptableFlow, config: string): string | undefined {
  return text === undefined ? importedVersionOf(config, { key, id: flow.id }) : flow.publishedVersion?.id;
}

type Adopted = AdoptableFlow & { readonly importedVersion: string | undefined; readonly pin: boolean };

function adopted(adoptable: Adopted, config: { file: string; stack: string }): string[] {
  const { key, file, flow, text, uses } = adoptable;
  const named = `${key}, '${flow.name}' (${flow.id})`;
  const lines =
    text === undefined
      ? kept(adoptable, { named, stack: config.stack })
      : [`adopted: ${named}, version ${flow.publishedVersion?.id}, written to ${file}, for the stack ${config.stack}`];
  for (const { module, held, live } of uses.stale) {
    lines.push(
      `  It holds version ${held} of '${module.name}'; version ${live} is published. People who call the flow hear version ${held}.`,
    );
  }
  if (adoptable.pin) {
    lines.push(
      `  ${config.file} has \`pin: true\` for the flow, so adopting the flow publishes nothing. Without the pin, an update republishes the flow.`,
    );
  }
  return lines;
}

/**
 * The message for a flow whose file already existed: the origin of the file, and how to use the live version instead.
 */
function kept(
  { key, file, flow, importedVersion }: Adopted,
  { named, stack }: { named: string; stack: string },
): string[] {
  const live = flow.publishedVersion?.id;
  const stays = `adopted: ${named}: ${file} already existed and was not overwritten`;
  if (importedVersion === live) {
    return [
      `${stays}. It was exported from version ${live}, the live version. If you have changed the file since then, the next update publishes it.`,
    ];
  }
  return [
    importedVersion === undefined
      ? `${stays}. Version ${live} is live. If the file differs from it, the next update overwrites that version with the file.`
      : `${stays}. It was exported from version ${importedVersion}; version ${live} is live now. If the two differ, \`onDrift\` decides what the next update does.`,
    `  To use version ${live}, delete the file and adopt again: npm run flowctl -- adopt ${key} ${flow.id} --stack ${stack}`,
  ];
}
