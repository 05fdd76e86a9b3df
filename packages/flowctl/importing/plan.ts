import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Scalar, writtenExport } from "@genesys-flows/architect";
import { type StackFlowConfig, stackNames } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { type FileChange, type FileChanges, presentOptions, presentText } from "../changing/write-files.ts";
import { type EntryChange, withEntries } from "../changing/yaml-text.ts";
import { withStack } from "../commands/adopt/config.ts";
import type { Context } from "../context.ts";
import { exportFile, filesByKey } from "../reading/flow-folder.ts";
import type { StackFile } from "../stack-file.ts";
import type { FoundExport } from "./exports.ts";
import type { ImportValues } from "./values.ts";

/** An export and its file in the project. */
export interface PlannedExport extends FoundExport {
  /** Relative to the project. */
  readonly file: string;
  /** Whether the project already has the file with this content. */
  readonly isThere: boolean;
}

/** The exports to add to a project, and the exports whose key is already in use; the files with these keys are kept. */
export function plannedExports(exports: readonly FoundExport[], flowsDir: string, { root }: Context) {
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
    const { file, text: before } = presentOptions(context.root, one);
    const withOwn = isAlone ? before : withStack(before, { stack: o.stack, isNew: !one.isThere });
    const changes = Object.entries(placed.options.get(one.key) ?? {}).map(
      ([name, value]): EntryChange => ({ path: ["substitutions", name], value }),
    );
    const head = `# Settings of the flow in ${basename(one.source)}.\n`;
    const after = changes.length === 0 ? withOwn : withEntries(withOwn ?? head, changes);
    if (after !== before && after !== undefined) files.set(file, { before, after });
  }
  for (const { file, text, isThere } of exports) files.set(file, { before: isThere ? text : undefined, after: text });
  const { file, text } = o.stackFile;
  return files.set(file, { before: text, after: withEntries(text, placed.stack) });
}

/**
 * Decides where values are written. A value that several flows share is written once, to the stack's file. Any other
 * value is written to the options of its flow. The stack's current values for all flows are kept, and a flow with a
 * different value gets its own entry in the stack's file.
 * @returns entries of the stack's file, and defaults in the options of each flow, by key
 * @param o.taken placeholders of other flows in the project; a value for all flows of the stack would also set these
 * placeholders
 */
function placedValues(
  exports: readonly FoundExport[],
  values: ImportValues,
  o: { readonly config: StackFlowConfig; readonly taken: ReadonlySet<string> },
) {
  const ofStack = o.config.substitutions ?? {};
  const stack = new Map<string, EntryChange>();
  const options = new Map<string, Record<string, Scalar>>();
  const isShared = (name: string) =>
    Object.hasOwn(values.shared, name) &&
    !o.taken.has(name) &&
    exports.filter(({ placeholders }) => placeholders.has(name)).length > 1;
  for (const { key } of exports) {
    const own: Record<string, Scalar> = Object.create(null);
    const ofFlow = o.config.flows?.[key]?.substitutions ?? {};
    for (const [name, value] of Object.entries(values.byFlow.get(key) ?? {})) {
      const hasOwn = Object.hasOwn(ofFlow, name);
      const given = hasOwn ? ofFlow[name] : Object.hasOwn(ofStack, name) ? ofStack[name] : undefined;
      if (given === value) continue;
      const isCommon = isShared(name);
      const isOther = isCommon ? values.shared[name] !== value : Object.hasOwn(ofStack, name);
      if (hasOwn || isOther) {
        const path = ["config", "genesys-flows:flows", key, "substitutions", name];
        stack.set(path.join("\n"), { path, value });
      } else if (isCommon) {
        stack.set(name, { path: ["config", "genesys-flows:substitutions", name], value });
      } else own[name] = value;
    }
    options.set(key, own);
  }
  return { stack: [...stack.values()], options };
}

/** The placeholders of exports that the project already has. */
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
