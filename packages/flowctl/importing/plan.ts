import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Scalar, writtenExport } from "@genesys-flows/architect";
import { type StackFlowConfig, stackNames } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { substitutionsOf } from "../changing/substitutions.ts";
import { type FileChange, type FileChanges, presentOptions, presentText } from "../changing/write-files.ts";
import { type EntryChange, withEntries } from "../changing/yaml-text.ts";
import { withStack } from "../commands/adopt/options.ts";
import type { Context } from "../context.ts";
import { exportFile, filesByKey } from "../reading/flow-folder.ts";
import type { StackFile } from "../stack-file.ts";
import type { FoundExport } from "./exports.ts";
import { placedValues } from "./placing.ts";
import type { ImportValues } from "./values.ts";

/** An export and its file in the project. */
export interface PlannedExport extends FoundExport {
  /** Relative to the project. */
  readonly file: string;
  /** Whether the project has the file with this content. */
  readonly isThere: boolean;
}

/** The exports that come into a project, and those whose key another flow has. */
export interface PlannedExports {
  readonly coming: readonly PlannedExport[];
  readonly taken: readonly { readonly source: string; readonly file: string }[];
}

/** Finds the file of each export. A flow file of the project with another content stays. */
export function plannedExports(exports: readonly FoundExport[], flowsDir: string, { root }: Context): PlannedExports {
  const files = filesByKey(root, flowsDir);
  const coming: PlannedExport[] = [];
  const taken: { source: string; file: string }[] = [];
  for (const one of exports) {
    const own = files.get(one.key);
    const file = own ?? exportFile(flowsDir, one.document.flowType, one.key);
    const present = presentText(root, file);
    if (present !== undefined && present !== one.text) taken.push({ source: one.source, file });
    else coming.push({ ...one, file, isThere: present !== undefined });
  }
  return { coming, taken };
}

/** The flow files, their options and the stack's file. */
export function flowFiles(
  exports: readonly PlannedExport[],
  values: ImportValues,
  o: {
    readonly stack: string;
    readonly stackFile: StackFile;
    readonly config: StackFlowConfig;
    readonly flowsDir: string;
  },
  context: Context,
): FileChanges {
  const taken = otherPlaceholders(exports, o.flowsDir, context);
  const placed = placedValues(exports, values, { config: o.config, taken });
  const files = new Map<string, FileChange>();
  const isAlone = stackNames(context.root).every((name) => name === o.stack);
  for (const one of exports) {
    const options = presentOptions(context.root, one);
    const text = optionsText(one, placed.options.get(one.key) ?? {}, { stack: isAlone ? undefined : o.stack, options });
    if (text !== undefined) files.set(options.file, { before: options.text, after: text });
  }
  for (const { file, text, isThere } of exports) files.set(file, { before: isThere ? text : undefined, after: text });
  const { file, text } = o.stackFile;
  return files.set(file, { before: text, after: withEntries(text, placed.stack) });
}

/** What the project has for the placeholders of a flow that it has already. */
export function knownValues(
  { key, file, isThere }: PlannedExport,
  config: StackFlowConfig,
  context: Context,
): Readonly<Record<string, Scalar>> {
  return isThere ? substitutionsOf({ key, file }, config, context) : {};
}

/** The placeholders of exports that are in the project already. */
function otherPlaceholders(exports: readonly PlannedExport[], flowsDir: string, { root }: Context): Set<string> {
  const own = new Set(exports.map(({ key }) => key));
  const others = [...filesByKey(root, flowsDir)].filter(([key, file]) => !own.has(key) && !isFlowCode(file));
  return new Set(
    others.flatMap(([, file]) => {
      const text = readFileSync(join(root, file), "utf8");
      return [...writtenExport({ file, text }).placeholders.keys()];
    }),
  );
}

/** The options of an export with its own values; undefined where it needs none. */
function optionsText(
  { isThere, source }: PlannedExport,
  values: Readonly<Record<string, Scalar>>,
  {
    stack,
    options: { text },
  }: { readonly stack: string | undefined; readonly options: ReturnType<typeof presentOptions> },
): string | undefined {
  const withOwn = stack === undefined ? text : withStack(text, { stack, isNew: !isThere });
  const changes = Object.entries(values).map(
    ([name, value]): EntryChange => ({ path: ["substitutions", name], value }),
  );
  if (changes.length === 0) return withOwn === text ? undefined : withOwn;
  return withEntries(withOwn ?? `# Settings of the flow in ${basename(source)}.\n`, changes);
}
