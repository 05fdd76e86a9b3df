import { DiagnosticError } from "@genesys-flows/architect";
import type { Program } from "@genesys-flows/cli";
import { commands, groups } from "./commands.ts";
import type { Context } from "./context.ts";
import { findingText } from "./formats/findings.ts";

export { type Check, ok, problem, unknown, warning } from "./doctor/check.ts";
export type { Machine, MachineReport, RecordedState } from "./doctor/machine.ts";

export const program: Program<Context> = {
  name: "flowctl",
  description: "Checks, compares, draws and translates flows, and serves the embedded organisation.",
  notes: "Flow files are definitions or exports from Architect. Exit codes: 0 success, 1 findings, 2 usage error.",
  groups,
  commands,
  failed(error, context) {
    // Checked by name, so that most commands need not load the embedded organisation, which is slow.
    if (error instanceof Error && error.name === "OrganisationFileError") {
      context.err(`${error.message}\n`);
      return 2;
    }
    if (!(error instanceof DiagnosticError)) return undefined;
    context.exact.err(`${error.diagnostics.map((finding) => findingText(finding, context)).join("\n\n")}\n`);
    return 1;
  },
};
