import { basename } from "node:path";
import { type Diagnostic, DiagnosticError, NameMap } from "@genesys-flows/architect";
import { declaredSources, type FlowProject, type FlowUnit } from "@genesys-flows/project";
import {
  coverage,
  type Enforcement,
  judgeFlow,
  judgeProject,
  type Level,
  rules as ownRules,
  type ProjectSubject,
  promotesFrom,
  type Rule,
  relevel,
  scopesOf,
  sourceSubject,
  todayInUtc,
} from "@genesys-flows/rules";
import { type Applied, applyExemptions, type ExemptedFinding, exemptedFinding, expired, unused } from "./apply.ts";
import { type Exemption, readExemptions } from "./exemptions.ts";
import { readLevels } from "./levels.ts";
import { type ImportFile, readTeamRules } from "./team-rules.ts";

export interface GateOptions {
  /** The project's policy folder. */
  readonly folder: string;
  /**
   * Name of a file in `levels/`, without extension. If omitted, every rule is mandatory with its strictest settings.
   */
  readonly levels?: string | undefined;
  /** Today in UTC, `2027-01-31`. Default: the current date. */
  readonly today?: string;
  /** Imports a file with team rules. */
  readonly importFile?: ImportFile;
}

export interface GateReport {
  /**
   * The project's warnings at the levels of the rules, the violations of rules, and problems with exemptions. Show
   * these instead of the project's own warnings.
   */
  readonly findings: readonly Diagnostic[];
  readonly exempted: readonly ExemptedFinding[];
}

/** A project's rules, with the levels and settings of one environment. */
export interface Gate {
  readonly enforcement: Enforcement;
  /** All rules: this project's rules and the team's rules. */
  readonly rules: readonly Rule[];
  readonly exemptions: readonly Exemption[];
  /** Name of the levels; undefined if every rule is mandatory. */
  readonly levels?: string;
  judge(project: FlowProject, o?: Omit<ProjectSubject, "flows" | "declared" | "tests">): GateReport;
  /** Coverage of a project's flows by conversation tests, if a rule needs it. */
  testsOf(project: FlowProject): ProjectSubject["tests"];
  /** Kernel findings at the levels of the rules that they violate. Errors stay errors. */
  relevel(findings: readonly Diagnostic[]): Diagnostic[];
  /** Separates exempted findings from the others. An expired exemption covers nothing. */
  apply(findings: readonly Diagnostic[]): Applied;
  /** An exempted violation, as a warning. */
  shown(exempted: ExemptedFinding): Diagnostic;
}

/**
 * Reads the enforcement of rules: levels, exemptions and the team's rules.
 * @throws DiagnosticError with all errors in these files
 */
export async function readGate(o: GateOptions): Promise<Gate> {
  const at = { folder: o.folder, shown: basename(o.folder) };
  const today = o.today ?? todayInUtc();
  const team = await readTeamRules(ownRules, { ...at, importFile: o.importFile });
  const rules = [...ownRules, ...team.rules];
  const whole = { ...at, isComplete: team.findings.length === 0 };
  const [levels, { exemptions, findings }] = await Promise.all([
    readLevels(o.levels, rules, whole),
    readExemptions(rules, whole),
  ]);
  const mistakes = [...team.findings, ...levels.findings, ...findings];
  if (mistakes.length > 0) throw new DiagnosticError(mistakes);
  const enforcement: Enforcement = { rules: levels.rules, today };
  const asksForTests = levels.rules.some(
    ({ rule, level, settings }) =>
      rule === coverage && level !== "disabled" && Object.values(settings).some((one) => one !== undefined),
  );
  // Loads the interpreter only when it is needed.
  const testsOf = asksForTests ? (await import("./conversation-tests.ts")).testsOf : () => undefined;
  const apply = (found: readonly Diagnostic[]) => applyExemptions(found, { exemptions, enforcement });
  return {
    enforcement,
    rules,
    exemptions,
    ...(o.levels !== undefined && { levels: o.levels }),
    judge(project, about) {
      const applied = apply(judgeUnits(project, enforcement, { ...about, tests: testsOf(project) }));
      const unjudged = about?.promoted === undefined ? [promotesFrom.name] : [];
      const ofExemptions = [
        ...expired(exemptions, today),
        ...unused({ exemptions, enforcement, exempted: applied.exempted, project, unjudged }),
      ];
      return { findings: [...applied.findings, ...ofExemptions], exempted: applied.exempted };
    },
    testsOf,
    relevel: (found) => relevel(found, enforcement),
    apply,
    shown: (exempted) => exemptedFinding(exempted, "warning"),
  };
}

/**
 * The rules' findings for a project's flows, before exemptions, including the project's warnings at the levels of the
 * rules.
 */
export function judgeUnits(
  project: FlowProject,
  enforcement: Enforcement,
  { stack, promoted, tests }: Omit<ProjectSubject, "flows" | "declared"> = {},
): Diagnostic[] {
  const contracts = new NameMap(project.flows.map(({ contract }) => [contract?.name ?? "", contract] as const));
  const contractOf = (module: string) => contracts.get(module);
  return [
    ...relevel(project.warnings, enforcement),
    ...project.flows.flatMap((flow) => judgeFlow(flow.key, () => subjectOf(flow, contractOf), enforcement)),
    ...judgeProject({ stack, promoted, tests, flows: project.flows, declared: declaredSources(project) }, enforcement),
  ];
}

/** Accesses the flow's graph and document, which are created on demand. */
function subjectOf(
  { key, origin, graph, document, filledIn, settings }: FlowUnit,
  contractOf: (module: string) => FlowUnit["contract"],
) {
  const resource = { forceUnlock: settings.forceUnlock };
  return sourceSubject({ key, origin, graph, document, filledIn, resource, contractOf });
}

/** A policy pack's configuration for the engine: the content of the file passed as `--policy-pack-config`. */
export type PolicyConfig = Readonly<
  Record<string, { readonly enforcementLevel: Level } & Readonly<Record<string, unknown>>>
>;

/** The levels and settings of the rules that a policy pack can check, which have the scope `document`. */
export function policyConfigOf({ enforcement }: Gate): PolicyConfig {
  return Object.fromEntries(
    enforcement.rules
      .filter(({ rule }) => scopesOf(rule).includes("document"))
      .map(({ rule, level, settings }) => [rule.name, { enforcementLevel: level, ...(settings as object) }]),
  );
}
