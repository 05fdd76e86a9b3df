import type { Diagnostic } from "@genesys-flows/architect";
import { type FlowProject, type LoadOptions, loadProject, stackEntries } from "@genesys-flows/project";
import * as pulumi from "@pulumi/pulumi";
import type { ChangeGate } from "./change.ts";

/** A project and the rules' findings for it. */
export interface Judged {
  readonly project: FlowProject;
  readonly gate: ChangeGate;
  /** Violations of mandatory rules, collected by a preview. */
  readonly violations: readonly Diagnostic[];
  readonly findings: readonly Diagnostic[];
}

/** Checks a project before registering anything. @throws DiagnosticError with the violations that stop an update */
export type Judge = (
  project: FlowProject,
  o: { readonly root: string; readonly stack: string; readonly collects: boolean },
) => Promise<Judged>;

/**
 * Reads and checks flows of the running program's stack, including rules. @throws DiagnosticError with all errors, or
 * all violations
 */
export async function judgedStack(
  judge: Judge,
  { collects, ...o }: Pick<LoadOptions, "declared" | "withFolder" | "flowsDir"> & { readonly collects: boolean },
): Promise<Judged> {
  const [root, stack] = [process.cwd(), pulumi.getStack()];
  const entries = stackEntries(pulumi.runtime.allConfig());
  const project = await loadProject({ root, stack: entries, stackFile: `Pulumi.${stack}.yaml`, ...o });
  return judge(project, { root, stack, collects });
}
