import { checkFlow, type Diagnostic, DiagnosticError, distinct } from "@genesys-flows/architect";
import { ProjectError } from "@genesys-flows/project";
import { type Context, UsageError } from "../context.ts";
import { count, type Findings, findingText, machineFormats } from "../formats/findings.ts";
import { looseFlow } from "../reading/flow-file.ts";
import { ModulesNear } from "../reading/modules.ts";
import { flowFilesUnder, type NamedPath, namedPath } from "../reading/places.ts";
import { loadForStack } from "../stack-file.ts";

export interface CheckOptions {
  readonly stack: string;
  readonly paths: readonly string[];
  /** `text` when absent. */
  readonly format?: string;
  /** Warnings end with 1 too. */
  readonly strict?: boolean;
  /** Shows notes in the text format. */
  readonly notes?: boolean;
}

/**
 * Checks the flows of the project, or the named files and folders: those of the project against the whole project, others alone.
 * @returns 0 when there is no error (with `strict`: no warning either), else 1
 */
export async function check(o: CheckOptions, context: Context): Promise<number> {
  const format = o.format ?? "text";
  const machine = machineFormats[format];
  if (!machine && format !== "text") {
    throw new UsageError(
      `Unknown format '${format}'. The formats are: text, ${Object.keys(machineFormats).join(", ")}.`,
    );
  }
  const paths = o.paths.map((path) => namedPath(path, o, context));
  const found = [
    ...(paths.length === 0 || paths.some(({ inProject }) => inProject) ? [await inProject(paths, o, context)] : []),
    loose(
      paths.filter((path) => !path.inProject),
      o,
      context,
    ),
  ];
  const all: Findings = {
    flows: found.reduce((sum, { flows }) => sum + flows, 0),
    findings: found.flatMap(({ findings }) => findings),
  };
  if (machine) context.exact.out(machine(all));
  else show(all, found[0]?.elsewhere === true, o, context);
  const severities = o.strict ? ["error", "warning"] : ["error"];
  return all.findings.some(({ severity }) => severities.includes(severity)) ? 1 : 0;
}

interface Found extends Findings {
  /** Whether files of the project that were not named have mistakes. */
  readonly elsewhere?: boolean;
}

async function inProject(paths: readonly NamedPath[], o: CheckOptions, context: Context): Promise<Found> {
  const inScope = scope(paths);
  let flows = 0;
  let findings: readonly Diagnostic[];
  try {
    const project = await loadForStack(context, o.stack);
    flows = project.flows.filter((flow) => inScope(flow.file)).length;
    findings = [...project.warnings, ...project.flows.flatMap(({ notes }) => notes)];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const known = error instanceof ProjectError ? error : { flows: [], notes: [] };
    flows = known.flows.filter(({ file }) => inScope(file)).length;
    findings = [...error.diagnostics, ...known.notes];
  }
  const shown = findings.filter((finding) => finding.location === undefined || inScope(finding.location.file));
  const errors = (list: readonly Diagnostic[]) => list.filter(({ severity }) => severity === "error").length;
  return { flows, findings: shown, elsewhere: errors(findings) > errors(shown) };
}

function scope(paths: readonly NamedPath[]): (file: string) => boolean {
  if (paths.length === 0) return () => true;
  const wanted = paths.filter((path) => path.inProject).map(({ shown }) => shown);
  return (file) => wanted.some((path) => path === "" || file === path || file.startsWith(`${path}/`));
}

function loose(paths: readonly NamedPath[], o: CheckOptions, context: Context): Found {
  const findings: Diagnostic[] = [];
  let flows = 0;
  for (const path of paths) {
    const modules = path.isFolder ? new ModulesNear(path, context) : undefined;
    for (const file of flowFilesUnder(path, context)) {
      flows++;
      try {
        const near = modules ?? new ModulesNear(file, context);
        const { key, origin, graph, document, filledIn } = looseFlow(file, o, context, near);
        const contract = (name: string) => near.byName(name);
        findings.push(
          ...checkFlow(origin === "export" ? document() : graph, {
            key,
            graph,
            contract,
            ...(filledIn && { filledIn }),
          }),
        );
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        findings.push(...error.diagnostics);
      }
    }
  }
  return { flows, findings: distinct(findings) };
}

function show({ findings, flows }: Findings, elsewhere: boolean, o: CheckOptions, context: Context): void {
  const number = (severity: Diagnostic["severity"]) => findings.filter((found) => found.severity === severity).length;
  const isHidden = ({ severity, code }: Diagnostic) => severity === "note" && !o.notes && code !== "unknown-file";
  const [errors, warnings, notes] = [number("error"), number("warning"), findings.filter(isHidden).length];
  for (const finding of findings) {
    if (!isHidden(finding)) context.exact.err(`${findingText(finding, context)}\n\n`);
  }
  const more = [
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(notes > 0 ? [`${count(notes, "note")} (--notes shows them)`] : []),
  ];
  const rest = more.length > 0 ? `, ${more.join(", ")}` : "";
  if (errors > 0) context.err(`${count(errors, "mistake")}${rest}.\n`);
  else if (elsewhere) context.out("No mistakes here, but other files of the project have some.\n");
  else context.out(`${count(flows, "flow")}, no mistakes${rest}.\n`);
}
