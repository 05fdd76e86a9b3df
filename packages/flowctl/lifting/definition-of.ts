import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  type ArchyMap,
  type ArchyValue,
  checkFlow,
  type Diagnostic,
  DiagnosticError,
  diagnosticOf,
  type FlowGraph,
  isMap,
  kernelCodes,
  type Scalar,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { type FlowProject, type FlowUnit, readYamlFile } from "@genesys-flows/project";
import { type FileChanges, presentOptions, presentText } from "../changing/write-files.ts";
import { type Context, mistakesIn } from "../context.ts";
import { readLoose } from "../reading/flow-file.ts";
import type { Modules, ModulesNear } from "../reading/modules.ts";
import { plainName, standIn, withValues } from "../reading/placeholders.ts";

/** The line that refers to the JSON Schema of definitions, for a file whose path is relative to the project. */
export function schemaLine(file: string, { root }: { readonly root: string }): string {
  const installed = "node_modules/genesys-flows/docs";
  const schema = join(existsSync(join(root, installed)) ? installed : "docs", "flow-file.schema.json");
  return `yaml-language-server: $schema=${relative(dirname(file), schema).replaceAll("\\", "/")}`;
}

export interface LiftedFlow {
  readonly unit: FlowUnit;
  /** The definition's file, relative to the project. */
  readonly file: string;
  /**
   * The definition, and the files that it replaces: the options, and the export if its name differs from the
   * definition's.
   */
  readonly files: FileChanges;
  /** Name of each placeholder -> name of its value. */
  readonly values: ReadonlyMap<string, string>;
  /** Placeholders that the definition replaces with their values. */
  readonly filled: readonly string[];
}

export interface NotLifted {
  readonly unit: FlowUnit;
  readonly reasons: readonly string[];
}

export interface LiftingOptions {
  readonly project: FlowProject;
  readonly modules: ModulesNear;
  /**
   * The value of a placeholder in every stack; undefined if the stacks differ. If the function is omitted, no value is
   * written into a definition.
   */
  readonly common?: (unit: FlowUnit, placeholder: string) => Scalar | undefined;
}

/** Converts an export in the project, with the settings in its options file, to a definition. */
export function definitionOf(
  unit: FlowUnit,
  o: LiftingOptions,
  context: Context,
  given: Readonly<Record<string, Scalar>> = {},
): LiftedFlow | NotLifted {
  const { key, file } = unit;
  const { root } = context;
  const written = readFileSync(join(root, file), "utf8");
  const options = optionsOf(unit, context);
  const inOptions = notInDefinitions(options?.data ?? {});
  if (inOptions.length > 0) return { unit, reasons: inOptions };
  const target = join(dirname(file), `${key}.yaml`);
  try {
    const source = { file, text: written.replace(/^\uFEFF/, "") };
    const { open, ...read } = readLoose(source, { values: () => given, modules: o.modules, standIns: standIn });
    const { graph, values, inNames } = withValues(read.graph, open);
    if (inNames.length > 0) return withFilled(unit, { ...o, inNames, given }, context);
    const names = new Map(open.map((name) => [name, plainName(name)]));
    if (new Set(names.values()).size < names.size)
      return {
        unit,
        reasons: [`Two of the placeholders would have the same name under 'values': ${open.join(", ")}.`],
      };
    const keys = new Map(
      o.project.flows.flatMap((one) => (one.type === "commonModule" ? [[one.name.toLowerCase(), one.key]] : [])),
    );
    const text = toDefinition(graph, {
      values,
      moduleKey: (name) => keys.get(name.toLowerCase()),
      declared: declaredIn(options?.data, names),
      settings: settingsIn(options?.data),
      head: [schemaLine(target, context)],
    });
    const files = new Map([
      [file, { before: written, after: undefined }],
      ...(options ? [[options.file, { before: options.text, after: undefined }] as const] : []),
      [target, { before: file === target ? written : presentText(root, target), after: text }],
    ]);
    return { unit, file: target, files, values: names, filled: Object.keys(given) };
  } catch (error) {
    const { diagnostics } = mistakesIn(error);
    const reasons = diagnostics.map(
      ({ message, location }) => `${location ? `Line ${location.line}: ` : ""}${message}`,
    );
    return { unit, reasons };
  }
}

/** Fills in the placeholders that cannot become values, if all stacks have the same value for them. */
function withFilled(
  unit: FlowUnit,
  o: LiftingOptions & { readonly inNames: readonly string[]; readonly given: Readonly<Record<string, Scalar>> },
  context: Context,
): LiftedFlow | NotLifted {
  const { inNames, given, common } = o;
  const names = inNames.join(", ");
  if (!common) {
    const reason = `A definition cannot fill in these placeholders, which are parts of names: ${names}. --fill writes their values into the definition if all stacks have the same values.`;
    return { unit, reasons: [reason] };
  }
  const values = inNames.map((name) => [name, common(unit, name)] as const);
  const open = values.flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (open.length > 0) {
    const reason = `These placeholders are parts of names, and their values differ between the stacks that have the flow: ${open.join(", ")}.`;
    return { unit, reasons: [reason] };
  }
  return definitionOf(unit, o, context, { ...given, ...(Object.fromEntries(values) as Record<string, Scalar>) });
}

function optionsOf(unit: FlowUnit, { root }: Context) {
  const { file, text } = presentOptions(root, unit);
  if (text === undefined) return undefined;
  const { source } = readYamlFile({ file, text });
  return { file, text, data: (isMap(source?.data as ArchyValue) ? source?.data : {}) as ArchyMap };
}

function notInDefinitions(options: ArchyMap): string[] {
  const ofStacks = ["forceUnlock", "onDrift"].filter((key) => key in options);
  return [
    ...("outcome" in options
      ? ["Its options have an `outcome`. A definition sets its outcomes in its nodes: lift it by hand."]
      : []),
    ...ofStacks.map(
      (key) => `Its options have \`${key}\`, which a definition cannot have. Move it to the stacks that need it first.`,
    ),
  ];
}

function settingsIn(options: ArchyMap = {}): ArchyMap {
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== "substitutions"));
}

/**
 * Defaults and descriptions of the placeholders, by the names of the new values. The values are strings, like the
 * placeholders.
 */
function declaredIn(options: ArchyMap | undefined, names: ReadonlyMap<string, string>): Record<string, ArchyMap> {
  const given = options?.["substitutions"];
  if (!isMap(given as ArchyValue)) return {};
  return Object.fromEntries(
    Object.entries(given as ArchyMap).flatMap(([name, value]): [string, ArchyMap][] => {
      const known = names.get(name);
      if (known === undefined || value === null) return [];
      const { default: preset, description } = isMap(value) ? value : { default: value, description: undefined };
      const isSet = preset !== undefined && preset !== null;
      return [
        [known, { ...(isSet && { default: String(preset as Scalar) }), ...(description != null && { description }) }],
      ];
    }),
  );
}

/**
 * Checks a definition that was lifted from an export.
 * @param o.modules the modules that the definition can call
 * @throws DiagnosticError with every error, located at the corresponding action of the export
 */
export function acceptedDefinition(
  source: { readonly file: string; readonly text: string },
  graph: FlowGraph,
  { modules }: { readonly modules: Modules },
): void {
  const mistakes = mistakesOf(source, modules);
  if (mistakes.length === 0) return;
  throw new DiagnosticError(
    mistakes.map((mistake) => {
      const { code, node, hint } = mistake;
      const location = (node === undefined ? undefined : graph.nodes.get(node)?.location) ?? graph.location;
      const message = `As a definition, the flow would have an error. ${atAction(mistake, graph)}`;
      const what =
        code === "unknown-module"
          ? "Add the module to the project first: its export, or `npm run flowctl -- adopt KEY ID --stack NAME`."
          : hint;
      return diagnosticOf(kernelCodes, "no-definition-form", message, {
        ...(what !== undefined && { hint: what }),
        ...(location && { location }),
        ...(node !== undefined && { node }),
      });
    }),
  );
}

function mistakesOf(source: { readonly file: string; readonly text: string }, modules: Modules): readonly Diagnostic[] {
  try {
    const { key, graph, filledIn = [] } = readLoose(source, { values: () => ({}), modules });
    const found = checkFlow(graph, { key, graph, contract: (name) => modules.byName(name), filledIn });
    return found.filter(({ severity }) => severity === "error");
  } catch (error) {
    return mistakesIn(error).diagnostics;
  }
}

/** The message of an error in a definition, with the action of its export. */
export function atAction({ message, node }: Pick<Diagnostic, "message" | "node">, graph: FlowGraph): string {
  const found = node === undefined ? undefined : graph.nodes.get(node);
  if (!found) return message;
  const line = found.location === undefined ? "" : `line ${found.location.line}, `;
  return `At ${line}action '${found.name}': ${message}`;
}
