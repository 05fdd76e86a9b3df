import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import { type FlowProject, loadProject, stackFileEntries } from "@genesys-flows/project";
import { type EnforcedRule, ruleOf } from "@genesys-flows/rules";
import { type Exemption, readExemptions } from "../gate/exemptions.ts";
import { type Gate, judgeUnits } from "../gate/gate.ts";
import { readLevels } from "../gate/levels.ts";
import { BaseError, baseCommit, type Commit, checkOut } from "./git.ts";
import { readWorkflows, type Workflows } from "./workflows.ts";

/** The project before a change: its violations of the current rules, and its exemptions. */
export interface Base {
  /** For messages: `main (1a2b3c4d)`. */
  readonly shown: string;
  readonly exemptions: readonly Exemption[];
  /** Name of the stack's levels. */
  readonly levels: string | undefined;
  readonly rules: readonly EnforcedRule[];
  readonly workflows: Workflows;
  /** Whether the base has a violation with the same rule, flow and node. Finds a renamed flow by its earlier key. */
  holds(violation: Diagnostic): boolean;
}

/** The commit of the base, and the stack whose values are used. */
interface BaseChoice {
  /** Folder of the project. */
  readonly root: string;
  readonly stack: string;
  /** Any Git reference to a commit; default: the merge base with the default branch. */
  readonly ref?: string | undefined;
}

/**
 * Reads and checks the project before a change, with the current rules and levels but without exemptions.
 * @param o.project the current project
 * @throws BaseError with the fix, if the base cannot be found, read or checked
 */
export async function readBase(o: BaseChoice & { readonly gate: Gate; readonly project: FlowProject }): Promise<Base> {
  const { stack, gate, project } = o;
  return atCommit(o, async (folder, commit) => {
    const before = await loaded(folder, stack, commit.shown);
    const { rules } = gate;
    const held = new Set(
      judgeUnits(before, gate.enforcement, { stack, tests: gate.testsOf(before) }).map((finding) =>
        idOf(finding, gate),
      ),
    );
    const earlier = new Map(project.flows.map(({ key, formerly }) => [key, formerly]));
    const { policyLevels: levels } = before;
    const at = { folder: join(folder, "policies"), shown: "policies", isComplete: false };
    const enforced = await readLevels(levels, rules, at);
    const { exemptions } = await readExemptions(rules, at);
    return {
      shown: commit.shown,
      levels,
      rules: enforced.rules,
      workflows: readWorkflows(folder),
      exemptions,
      holds: (violation) =>
        [violation.flow, ...(earlier.get(violation.flow ?? "") ?? [])].some((flow) =>
          held.has(idOf({ ...violation, ...(flow !== undefined && { flow }) }, gate)),
        ),
    };
  });
}

/**
 * The project at a commit, read with the current values.
 * @returns `shown` names the commit: `main (1a2b3c4d)`
 * @throws BaseError with the fix, if the commit cannot be found or read
 */
export async function baseProject(o: BaseChoice): Promise<{ readonly shown: string; readonly project: FlowProject }> {
  return atCommit(o, async (folder, { shown }) => ({ shown, project: await loaded(folder, o.stack, shown) }));
}

/** Runs a function with a copy of the project's folder at a commit. The copy is deleted afterwards. */
async function atCommit<Result>(
  { root, ref }: Pick<BaseChoice, "root" | "ref">,
  work: (folder: string, commit: Commit) => Promise<Result>,
): Promise<Result> {
  const commit = baseCommit(root, ref);
  const { folder, remove } = checkOut(root, commit);
  try {
    return await work(folder, commit);
  } finally {
    remove();
  }
}

async function loaded(folder: string, stack: string, shown: string): Promise<FlowProject> {
  const stackFile = `Pulumi.${stack}.yaml`;
  const path = join(folder, stackFile);
  if (!existsSync(path)) {
    throw new BaseError(
      `The base, ${shown}, has no ${stackFile}, so it cannot be read. Choose a different stack with --stack, or a different commit with --base REF.`,
    );
  }
  try {
    const entries = stackFileEntries(stackFile, readFileSync(path, "utf8"));
    return await loadProject({ root: folder, stack: entries, stackFile, fresh: true });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    throw new BaseError(
      `The base, ${shown}, has errors, so it cannot be read. The first error: ${first?.message} Choose a commit without errors with --base REF.`,
    );
  }
}

function idOf({ code, flow, node }: Diagnostic, { rules }: Gate): string {
  return JSON.stringify([ruleOf(code, rules)?.name ?? code, flow, node]);
}
