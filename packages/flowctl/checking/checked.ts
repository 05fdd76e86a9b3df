import { join, relative } from "node:path";
import { checkFlow, type Diagnostic, DiagnosticError, distinct } from "@genesys-flows/architect";
import type { Gate } from "@genesys-flows/policies/gate";
import { ProjectError } from "@genesys-flows/project";
import { judgeFlow, sourceSubject } from "@genesys-flows/rules";
import { type Context, mistakesIn } from "../context.ts";
import type { Findings } from "../formats/findings.ts";
import { looseFlow } from "../reading/flow-file.ts";
import { ModulesNear } from "../reading/modules.ts";
import { flowFilesUnder, type NamedPath } from "../reading/places.ts";
import { loadForStack } from "../stack-file.ts";
import { baseOf } from "./gate.ts";

export interface Found extends Findings {
  /** Whether other files in the project have errors. */
  readonly elsewhere?: boolean;
}

/** Checks the project, and its flows against its rules.
 * @param paths the files and folders whose findings are shown; empty: the whole project
 * @param gate the rules, or the errors in their files
 */
export async function inProject(
  paths: readonly NamedPath[],
  o: { stack: string; gate: Gate | DiagnosticError; base?: string },
  context: Context,
): Promise<Found> {
  const inScope = scope(paths);
  const wrongGate = o.gate instanceof DiagnosticError ? o.gate.diagnostics : [];
  const project = await loadForStack(context, o.stack).catch(mistakesIn);
  if (project instanceof DiagnosticError) {
    const { flows, others } = project instanceof ProjectError ? project : { flows: [], others: [] };
    return shown({ flows, findings: [...project.diagnostics, ...wrongGate, ...others] }, inScope);
  }
  const { flows } = project;
  const notes = flows.flatMap((flow) => flow.notes);
  const documents = flows
    .filter(({ file }) => inScope(file))
    .map(({ key, digest, modules }) => ({ flow: key, digest, modules }));
  if (o.gate instanceof DiagnosticError) {
    return { ...shown({ flows, findings: [...wrongGate, ...project.warnings, ...notes] }, inScope), documents };
  }
  const report = o.gate.judge(project, { stack: o.stack });
  const now = { ...o, gate: o.gate, project };
  const waived =
    o.base === undefined
      ? []
      : (await import("@genesys-flows/policies/base")).weakened(await baseOf(now, context), now, report);
  const findings = [...report.findings, ...waived, ...notes];
  return { ...shown({ flows, findings, exempted: report.exempted }, inScope), documents };
}

interface All extends Pick<Findings, "findings" | "exempted"> {
  readonly flows: readonly { readonly key: string; readonly file: string }[];
}

function shown({ flows, findings, exempted = [] }: All, inScope: (file: string) => boolean): Found {
  const files = new Map(flows.map(({ key, file }) => [key, file]));
  const isShown = ({ location, flow }: Diagnostic) => {
    const file = location?.file ?? (flow && files.get(flow));
    return file === undefined || inScope(file);
  };
  const list = findings.filter(isShown);
  const errors = (of: readonly Diagnostic[]) => of.filter(({ severity }) => severity === "error").length;
  return {
    flows: flows.filter(({ file }) => inScope(file)).length,
    findings: list,
    exempted: exempted.filter(({ finding }) => isShown(finding)),
    elsewhere: errors(findings) > errors(list),
  };
}

function scope(paths: readonly NamedPath[]): (file: string) => boolean {
  if (paths.length === 0) return () => true;
  const wanted = paths.filter((path) => path.inProject).map(({ shown }) => shown);
  return (file) => wanted.some((path) => path === "" || file === path || file.startsWith(`${path}/`));
}

/**
 * Checks files outside the project, each one separately with the modules near it, against the rules for a single flow.
 */
export function loose(
  paths: readonly NamedPath[],
  o: { stack: string; gate: Gate | DiagnosticError },
  context: Context,
): Found {
  const findings: Diagnostic[] = [];
  let flows = 0;
  for (const path of paths) {
    const modules = path.isFolder ? new ModulesNear(path, context) : undefined;
    const skipped = (file: string, because: string) =>
      context.err(`skipped: ${join(path.shown, relative(path.absolute, file))}: ${because}\n`);
    for (const file of flowFilesUnder(path, context, { recursive: true, skipped })) {
      flows++;
      try {
        findings.push(...inFile(file, modules ?? new ModulesNear(file, context), o, context));
      } catch (error) {
        findings.push(...mistakesIn(error).diagnostics);
      }
    }
  }
  return { flows, findings: distinct(findings) };
}

function inFile(
  file: NamedPath,
  near: ModulesNear,
  o: { stack: string; gate: Gate | DiagnosticError },
  context: Context,
): readonly Diagnostic[] {
  const { key, origin, graph, document, filledIn } = looseFlow(file, o, context, near);
  const contract = (name: string) => near.byName(name);
  const filled = filledIn && { filledIn };
  const found = checkFlow(origin === "export" ? document() : graph, { key, graph, contract, ...filled });
  const isBroken = found.some(({ severity }) => severity === "error");
  if (isBroken || o.gate instanceof DiagnosticError) return found;
  const subject = () => sourceSubject({ key, origin, graph, document: document(), ...filled, contractOf: contract });
  return [...o.gate.relevel(found), ...judgeFlow(key, subject, o.gate.enforcement)];
}

/**
 * Merges the findings of several stacks: a finding in all stacks is listed once; in any other finding, the message
 * starts with the names of its stacks.
 */
export function inStacks(found: ReadonlyMap<string, Found>): Found {
  const all = [...found.values()];
  const exempted = merged(found, (of) => of.exempted ?? [], {
    findingOf: ({ finding }) => finding,
    named: (one, stacks) => ({ ...one, finding: withStacks(one.finding, stacks) }),
  });
  const rules = new Map(all.flatMap((one) => one.rules ?? []).map((rule) => [rule.name, rule]));
  return {
    findings: merged(found, ({ findings }) => findings, { findingOf: (finding) => finding, named: withStacks }),
    flows: Math.max(0, ...all.map(({ flows }) => flows)),
    exempted,
    elsewhere: all.some(({ elsewhere }) => elsewhere),
    rules: [...rules.values()],
  };
}

function merged<T>(
  found: ReadonlyMap<string, Found>,
  of: (found: Found) => readonly T[],
  o: { readonly findingOf: (one: T) => Diagnostic; readonly named: (one: T, stacks: readonly string[]) => T },
): T[] {
  const stacksOf = new Map<string, { readonly one: T; readonly stacks: string[] }>();
  for (const [stack, own] of found) {
    for (const one of of(own)) {
      const { code, severity, message, location, flow, node } = o.findingOf(one);
      const id = JSON.stringify([code, severity, message, location, flow, node]);
      const known = stacksOf.get(id) ?? { one, stacks: [] };
      if (!known.stacks.includes(stack)) known.stacks.push(stack);
      stacksOf.set(id, known);
    }
  }
  return [...stacksOf.values()].map(({ one, stacks }) => (stacks.length === found.size ? one : o.named(one, stacks)));
}

function withStacks(finding: Diagnostic, stacks: readonly string[]): Diagnostic {
  return { ...finding, message: `${stacks.join(", ")}: ${finding.message}` };
}
