import { readFileSync } from "node:fs";
import path from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { readGate } from "@genesys-flows/policies/gate";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { parse } from "yaml";
import type { OpenedStack } from "../runs/opened-stack.ts";
import { runningOutputs } from "../stack/promotion.ts";
import { SetUpError } from "../system/say.ts";
import type { StackSide } from "./compared.ts";

/** Reads a stack: its flows, configuration and rules, and what its last update left. @throws SetUpError with its mistakes */
export async function readStackSide(opened: OpenedStack, stack: string): Promise<StackSide> {
  const { project: root } = opened;
  const file = `Pulumi.${stack}.yaml`;
  const text = textOf(path.join(root, file), stack);
  try {
    const project = await loadProject({ root, stack: stackFileEntries(file, text), stackFile: file });
    const levels = project.policyLevels;
    const { enforcement } = await readGate({ folder: path.join(root, "policies"), levels });
    const { config } = (parse(text) ?? {}) as { config?: Record<string, unknown> };
    const running = await runningOutputs({ ...opened, stack });
    if (running === undefined) {
      throw new SetUpError(
        `The state of ${stack} cannot be read, or the stack does not exist. Both stacks must be in one backend (PULUMI_BACKEND_URL). Create it with: npm run pulumi -- stack init ${stack} --no-select`,
      );
    }
    return { stack, project, config: config ?? {}, rules: enforcement.rules, running };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new SetUpError(`The stack ${stack} has mistakes.\n\n${error.message}`);
  }
}

function textOf(file: string, stack: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SetUpError(`There is no Pulumi.${stack}.yaml in ${path.dirname(file)}.`, { exitCode: 2 });
  }
}
