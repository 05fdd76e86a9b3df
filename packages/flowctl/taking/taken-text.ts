import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ArchyDocument,
  digest,
  type FlowGraph,
  parseArchy,
  parseDefinition,
  type Scalar,
  substitute,
  toGraph,
} from "@genesys-flows/architect";
import {
  type ExportFile,
  type LostComment,
  type LostPlaceholder,
  mergeDefinition,
  placeholderValues,
  takeExport,
} from "@genesys-flows/architect/edit";
import { takenVersion } from "@genesys-flows/architect/settings";
import type { FlowProject, FlowUnit, StackFlowConfig } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { changeLines } from "@genesys-flows/report/words";
import { substitutionsOf, valuesOf } from "../changing/substitutions.ts";
import { type Context, mistakesIn } from "../context.ts";
import { unmarkedBody, unmarkedGraph } from "../rollback/versions.ts";
import type { BaseVersion, ExportedVersion, LiveContent } from "./live-content.ts";

/** The result of `take` for one flow. */
export type Taken =
  /** The source equals the version in Architect. */
  | { readonly kind: "same"; readonly notes: readonly string[]; readonly isExact: boolean }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly notes: readonly string[];
      /** Whether the changed source equals the version in Architect, so that an update need not publish it. */
      readonly isExact: boolean;
      /** The differences between the compiled file and the version in Architect; empty if they are equal. */
      differences(after: FlowUnit): readonly string[];
    }
  /**
   * The reasons why the change cannot be written, and the export to merge by hand. For TypeScript, the change is
   * printed instead of an export.
   */
  | {
      readonly kind: "refused";
      readonly reasons: readonly string[];
      readonly beside?: string;
      readonly notes?: readonly string[];
    };

export interface TakeContext {
  readonly project: FlowProject;
  readonly config: StackFlowConfig;
  readonly stack: string;
  readonly stackFile: string;
  readonly context: Context;
  /** Whether to replace an export that has unpublished changes. */
  readonly discard: boolean;
}

/** The new content of a flow's file with the change from Architect, or the reason why it cannot be written. */
export function takenText(unit: FlowUnit, live: LiveContent, o: TakeContext): Taken {
  try {
    if (isFlowCode(unit.file)) return changeToMake(unit, live, o);
    const text = readFileSync(join(o.context.root, unit.file), "utf8").replace(/^\uFEFF/, "");
    return unit.origin === "export" ? takenExport(unit, text, live, o) : mergedDefinition(unit, text, live, o);
  } catch (error) {
    const reasons = mistakesIn(error).diagnostics.map(({ message }) => message);
    return { kind: "refused", reasons, beside: live.document.text };
  }
}

/** Whether the source equals the base. If so, the changed source equals the version in Architect. */
function isUnchangedSince(unit: FlowUnit, { base }: LiveContent): boolean {
  return base?.digest === unit.digest;
}

function takenExport(unit: FlowUnit, text: string, live: LiveContent, o: TakeContext): Taken {
  const { base } = live;
  const file = { file: unit.file, text, values: substitutionsOf(unit, o.config, o.context) };
  const isPublished = base !== undefined && isUnchangedButValues(unit, file, base);
  const named = ({ document }: ExportedVersion, name: string): ArchyDocument => ({
    ...document,
    name,
    body: unmarkedBody(document, name),
  });
  const taken = takeExport(file, {
    base: base && !o.discard ? named(base, isPublished ? unit.name : live.flow.name) : undefined,
    live: named(live, live.flow.name),
    isPublished,
  });
  if (taken.kind === "refused") return { ...taken, beside: live.document.text };
  const hasAll = base === undefined || o.discard;
  const isExact = hasAll || (isPublished && hasValuesOf({ ...file, text: taken.text }, live.document));
  if (taken.text === text) return { kind: "same", notes: [], isExact };
  const wanted = digest(taken.document);
  return {
    kind: "text",
    text: taken.text,
    isExact,
    notes: [
      ...(base ? [] : ["The file's original version is not known, so unpublished changes in the file are lost."]),
      ...taken.placeholders.map((one) => lostPlaceholder(one, unit, o)),
      ...taken.comments.map(lostComment),
    ],
    differences: (after) =>
      after.digest === wanted ? [] : ["The file would compile to a document that differs from the one in Architect."],
  };
}

/**
 * Whether a version has the stack's values in place of a file's placeholders. Checks only placeholders that are a whole
 * value.
 */
function hasValuesOf(file: ExportFile, version: ArchyDocument): boolean {
  return Object.entries(placeholderValues(file, version)).every(
    ([key, value]) => String(file.values[key]) === String(value),
  );
}

/**
 * Whether a version was made from a file: with the stack's current values, or with other values in place of the
 * placeholders.
 */
function isUnchangedButValues({ digest: present }: FlowUnit, file: ExportFile, base: BaseVersion): boolean {
  if (present === base.digest) return true;
  const then = placeholderValues(file, base.document);
  const filled = substitute(file.text, { ...file.values, ...then }, { file: file.file });
  return digest(parseArchy(filled.text, { file: file.file })) === base.digest;
}

function mergedDefinition(unit: FlowUnit, text: string, live: LiveContent, o: TakeContext): Taken {
  const { base } = live;
  if (!base) return { kind: "refused", reasons: [NO_BASE], beside: live.document.text };
  const values = valuesOf(unit, text, o.config);
  const graphs = graphsOf(unit, live, base, o);
  const merged = mergeDefinition(
    {
      file: unit.file,
      text,
      values,
      moduleKey: (name) => moduleOf(o.project, (one) => one.name === name)?.key,
      graphOf: (changed) => graphOf(changed, unit, values, o.project),
    },
    { source: unit.graph, ...graphs },
  );
  const isExact = isUnchangedSince(unit, live);
  if (merged.kind === "unchanged") return { kind: "same", notes: [], isExact };
  if (merged.kind === "refused") {
    const lines = merged.difference ? changeLines(graphs.base, graphs.live) : [];
    return { kind: "refused", reasons: [...merged.reasons, ...lines], beside: live.document.text };
  }
  return {
    kind: "text",
    text: merged.text,
    isExact,
    notes: [...merged.placeholders.map((one) => lostPlaceholder(one, unit, o)), ...merged.comments.map(lostComment)],
    differences(after) {
      return changeLines(merged.graph, after.graph);
    },
  };
}

function moduleOf({ flows }: FlowProject, isWanted: (unit: FlowUnit) => boolean): FlowUnit | undefined {
  return flows.find((unit) => unit.type === "commonModule" && isWanted(unit));
}

/** The graph of a definition with new content. @throws DiagnosticError with the errors in it */
function graphOf(
  text: string,
  { file }: FlowUnit,
  values: ReadonlyMap<string, Scalar>,
  project: FlowProject,
): FlowGraph {
  const definition = parseDefinition({ path: file, text }, { values: Object.fromEntries(values) });
  return toGraph(definition, { modules: (key) => moduleOf(project, (one) => one.key === key)?.contract });
}

const NO_BASE =
  "No version of this flow is known to have been published by this stack, so the changes made in Architect are unknown. Merge the export by hand.";

function changeToMake(unit: FlowUnit, live: LiveContent, o: TakeContext): Taken {
  if (!live.base) return { kind: "refused", reasons: [NO_BASE], beside: live.document.text };
  const { base, live: now } = graphsOf(unit, live, live.base, o);
  const lines = changeLines(base, now);
  if (lines.length === 0 || takenVersion(unit.settings).version === live.version)
    return { kind: "same", notes: [], isExact: isUnchangedSince(unit, live) };
  return {
    kind: "refused",
    reasons: ["This command does not change TypeScript. Make this change in the file:", ...lines],
  };
}

/**
 * The graphs of both versions, without ownership marks. An export contains the current name of the flow. So if the base
 * was made from this source, its graph gets the source's name.
 */
function graphsOf(
  unit: FlowUnit,
  live: LiveContent,
  base: ExportedVersion,
  { project }: TakeContext,
): { base: FlowGraph; live: FlowGraph } {
  const contract = (name: string) => moduleOf(project, (one) => one.name === name)?.contract?.outcome;
  const graphOf = ({ document }: ExportedVersion, name: string) => ({ ...unmarkedGraph(document, { contract }), name });
  const before = isUnchangedSince(unit, live) ? unit.name : live.flow.name;
  return { base: graphOf(base, before), live: graphOf(live, live.flow.name) };
}

/**
 * Message about a placeholder that could not be restored, with the value that replaces the placeholder and two
 * solutions.
 */
function lostPlaceholder(
  { key, written, line, value, now, isWhole }: LostPlaceholder,
  unit: FlowUnit,
  o: { readonly config: StackFlowConfig; readonly stackFile: string; readonly stack: string },
): string {
  if (now === undefined)
    return `\`${written}\` at line ${line} was removed, together with the part of the flow that contained it.`;
  const changed = `\`${written}\` at line ${line} is now \`${now}\`; ${placeOf(key, unit, o)} says \`${value}\`.`;
  if (!isWhole)
    return `${changed} The new text replaces the placeholder in the file. To keep the placeholder, change its value and run \`take\` again.`;
  const path = `genesys-flows:flows.${unit.key}.${kindOf(unit)}.${key}`;
  return (
    `${changed} \`${now}\` replaces the placeholder in the file, and \`${key}\` must be removed if nothing else uses it. To keep the placeholder, set its value and run \`take\` again: ` +
    `npm run pulumi -- config set --stack ${o.stack} --path '${path}' ${JSON.stringify(now)}`
  );
}

/** Message about a comment whose line no longer exists. */
function lostComment({ line, text }: LostComment): string {
  return `The comment at line ${line} is omitted, because the commented line no longer exists: ${text.split("\n")[0]?.trim()}`;
}

function placeOf(
  name: string,
  unit: FlowUnit,
  { config, stackFile }: { readonly config: StackFlowConfig; readonly stackFile: string },
): string {
  const { key, origin, file } = unit;
  const kind = kindOf(unit);
  const own = config.flows?.[key]?.[kind];
  if (own && Object.hasOwn(own, name)) return stackFile;
  if (config[kind] && Object.hasOwn(config[kind], name)) return stackFile;
  return origin === "export" ? "the options file" : file;
}

function kindOf({ origin }: FlowUnit): "substitutions" | "values" {
  return origin === "export" ? "substitutions" : "values";
}
