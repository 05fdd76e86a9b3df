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
  /** The project's folder with the policies. */
  readonly folder: string;
  /** Name of a file in `levels/`, without extension. Absent: every rule is mandatory with its strictest settings. */
  readonly levels?: string | undefined;
  /** Today in UTC, `2027-01-31`. Default: by the clock. */
  readonly today?: string;
  /** How a file with rules of the team is imported. */
  readonly importFile?: ImportFile;
}

export interface GateReport {
  /**
   * The project's warnings at the levels of the rules, the violations of rules, and what is wrong with the exemptions. To be shown
   * in place of the project's warnings.
   */
  readonly findings: readonly Diagnostic[];
  readonly exempted: readonly ExemptedFinding[];
}

/** The rules of a project as one environment enforces them. */
export interface Gate {
  readonly enforcement: Enforcement;
  /** Every rule: those of this project's packages, and the team's. */
  readonly rules: readonly Rule[];
  readonly exemptions: readonly Exemption[];
  /** Name of the levels; undefined where every rule is mandatory. */
  readonly levels?: string;
  judge(project: FlowProject, o?: Omit<ProjectSubject, "flows" | "declared" | "tests">): GateReport;
  /** What conversation tests take of the flows of a project, where a rule asks for it. */
  testsOf(project: FlowProject): ProjectSubject["tests"];
  /** Findings of the kernel at the levels of the rules that they violate. Errors stay errors. */
  relevel(findings: readonly Diagnostic[]): Diagnostic[];
  /** Splits findings into those that no exemption covers and those that one does. An expired exemption covers nothing. */
  apply(findings: readonly Diagnostic[]): Applied;
  /** A violation that an exemption covers, as a warning. */
  shown(exempted: ExemptedFinding): Diagnostic;
}

/**
 * Reads how rules are enforced: levels, exemptions, rules of the team.
 * @throws DiagnosticError with all mistakes in all of these files
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
  // The interpreter is loaded for those who ask for it.
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

/** What the rules find in the flows of a project, before exemptions; the project's warnings are among it, at the levels of the rules. */
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

/** Reads the flow's graph and document, which are made on demand. */
function subjectOf(
  { key, origin, graph, document, filledIn, settings }: FlowUnit,
  contractOf: (module: string) => FlowUnit["contract"],
) {
  const resource = { forceUnlock: settings.forceUnlock };
  return sourceSubject({ key, origin, graph, document, filledIn, resource, contractOf });
}

/** The engine's configuration of a policy pack: the content of the file that `--policy-pack-config` names. */
export type PolicyConfig = Readonly<
  Record<string, { readonly enforcementLevel: Level } & Readonly<Record<string, unknown>>>
>;

/** The levels and settings of the rules that a policy pack can judge: those with the scope `document`. */
export function policyConfigOf({ enforcement }: Gate): PolicyConfig {
  return Object.fromEntries(
    enforcement.rules
      .filter(({ rule }) => scopesOf(rule).includes("document"))
      .map(({ rule, level, settings }) => [rule.name, { enforcementLevel: level, ...(settings as object) }]),
  );
}
