import { relative, resolve } from "node:path";
import { isDefinition } from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { type Context, UsageError } from "../context.ts";
import { acceptedDefinition, schemaLine } from "../lifting/definition-of.ts";
import { assignments, readLoose } from "../reading/flow-file.ts";
import { ModulesNear, modulesOf } from "../reading/modules.ts";
import { standIn, withValues } from "../reading/placeholders.ts";
import { namedPath, textOfNamed } from "../reading/places.ts";
import { flowsFolder } from "../stack-file.ts";
import { type LiftAllOptions, liftAll } from "./lift-all.ts";
import { type OutOptions, output, refuseInputFile } from "./output.ts";

interface LiftOptions extends LiftAllOptions, OutOptions {
  readonly export?: string;
  readonly all?: boolean;
  readonly set?: readonly string[];
}

/**
 * Prints the definition that corresponds to an export from Architect. Its placeholders become values of the definition;
 * placeholders that `--set` names are replaced.
 * @throws DiagnosticError for each action that a definition cannot express, or whose definition a check refuses
 */
export async function lift(o: LiftOptions, context: Context): Promise<number> {
  const { export: named } = o;
  if (o.all || o.into || o.prefix !== undefined) {
    if (named !== undefined || o.out !== undefined || o.set !== undefined)
      throw new UsageError(
        "--all, --into and --prefix lift the project's exports in place and cannot be combined with a file, --out or --set.",
      );
    return liftAll(o, context);
  }
  if (o.dryRun || (o.format ?? "text") !== "text")
    throw new UsageError(
      "--dry-run and --format are for --all, --into and --prefix. Without these options, the command prints the definition of one export.",
    );
  if (named === undefined) throw new UsageError("Specify an export, or lift the project's exports with --all.");
  const path = namedPath(named, o, context);
  if (path.isFolder) throw new UsageError(`${named} is a folder. Name one export.`);
  const text = textOfNamed(path);
  if (isDefinition(text)) throw new UsageError(`${named} is already a definition.`);
  refuseInputFile({ ...o, sources: [named] }, context);
  const given = assignments(o.set);
  const near = new ModulesNear(path, context);
  // The definition calls the modules in its future folder.
  const shown = o.out ?? flowsFolder(context, o.stack);
  const isFolder = o.out === undefined;
  const place = { absolute: resolve(context.root, shown), shown, isFolder, inProject: isFolder };
  const own = new ModulesNear(place, context);
  const source = { file: path.shown, text };
  const read = readLoose(source, { values: () => given, modules: modulesOf([own, near]), standIns: standIn });
  const { graph, values, inNames } = withValues(read.graph, read.open);
  if (inNames.length > 0) {
    const set = inNames.map((name) => `--set ${name}=VALUE`).join(" ");
    throw new UsageError(
      `A definition cannot fill in values in names, but these placeholders are parts of names: ${inNames.join(", ")}. Set them: ${set}`,
    );
  }
  const modules = o.out === undefined ? modulesOf([own, near]) : own;
  const definition = toDefinition(graph, {
    values,
    moduleKey: (name) => modules.keyOf(name),
    head: [
      schemaLine(relative(context.root, resolve(context.root, o.out ?? "flows/inbound/flow.yaml")), context),
      `Lifted from ${path.shown}`,
    ],
  });
  acceptedDefinition({ file: path.shown, text: definition }, graph, { modules });
  return output(definition, { ...o, sources: [named] }, context);
}
