import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { type Diagnostic, DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import { type Context, loadForStack, UsageError } from "../context.ts";

/** Prints what is wrong with the flows of the project, or with those in some files or folders of it alone. */
export async function check(o: { stack: string; paths: readonly string[] }, context: Context): Promise<number> {
  const inScope = scope(o.paths, context);
  let flows = 0;
  let findings: readonly Diagnostic[];
  try {
    const project = await loadForStack(context, o.stack);
    flows = project.flows.filter((flow) => inScope(flow.file)).length;
    findings = project.warnings;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    findings = error.diagnostics;
  }
  const shown = findings.filter((finding) => finding.location === undefined || inScope(finding.location.file));
  const errors = shown.filter((finding) => finding.severity === "error").length;
  for (const finding of shown) context.err(`${formatDiagnostic(finding)}\n\n`);
  if (errors > 0) context.err(`${count(errors, "mistake")}.\n`);
  else if (findings.length > shown.length && flows === 0)
    context.out("No mistakes here; there are some in other files.\n");
  else context.out(`${count(flows, "flow")}, no mistakes.\n`);
  return errors > 0 ? 1 : 0;
}

function scope(paths: readonly string[], context: Context): (file: string) => boolean {
  if (paths.length === 0) return () => true;
  const wanted = paths.map((path) => {
    const absolute = resolve(context.root, path);
    if (!existsSync(absolute)) throw new UsageError(`There is no ${path}.`);
    const inside = relative(context.root, absolute).split(sep).join("/");
    if (inside.startsWith("..")) throw new UsageError(`${path} lies outside the project.`);
    return inside;
  });
  return (file) => wanted.some((path) => path === "" || file === path || file.startsWith(`${path}/`));
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
