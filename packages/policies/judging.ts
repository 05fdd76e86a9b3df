import { type Diagnostic, formatDiagnostic } from "@genesys-flows/architect";
import type { Configured } from "@genesys-flows/lean-pulumi/policy-stack";
import { enforcedRuleOf } from "@genesys-flows/rules";
import { Ahead } from "./ahead.ts";
import { documentVerdict } from "./flow-document.ts";
import type { FlowInputs } from "./flow-inputs.ts";
import { type Applied, exemptedFinding } from "./gate/index.ts";
import { type PackGate, readPackGate, unjudgedBy } from "./pack-gate.ts";
import { Verdicts } from "./verdicts.ts";

export interface FlowReport {
  /** The formatted findings of a rule. */
  found(rule: string): readonly string[];
  /** The formatted exempted findings. */
  readonly exempted: readonly string[];
}

/**
 * Starts checking with the engine's configuration.
 * @param folder path of the policies
 */
export async function startJudging(configured: Configured, folder: string): Promise<Judging> {
  return new Judging(await readPackGate(configured, folder), configured.stack);
}

export class Judging {
  readonly #gate: PackGate;
  readonly #verdicts: Verdicts;
  readonly #ahead: Ahead | undefined;

  constructor(gate: PackGate, stack: string | undefined) {
    this.#gate = gate;
    this.#verdicts = new Verdicts(gate.enforcement, { onNew: () => void this.ahead() });
    this.#ahead = stack === undefined || gate.wrong !== undefined ? undefined : new Ahead(this.#verdicts, stack);
  }

  async ahead(): Promise<void> {
    await this.#ahead?.start();
  }

  resource(name: string, inputs: FlowInputs): FlowReport {
    const { findings, exempted } = this.#judged(name, inputs);
    const { enforcement } = this.#gate;
    const byRule = Map.groupBy(findings, ({ code }) => enforcedRuleOf(code, enforcement)?.rule.name);
    return {
      found: (rule) => (byRule.get(rule) ?? []).map(textOf),
      exempted: exempted.map((one) => textOf(exemptedFinding(one, "warning"))),
    };
  }

  #judged(flow: string, inputs: FlowInputs): Applied {
    const { wrong, enforcement, apply } = this.#gate;
    const verdict = wrong === undefined ? documentVerdict(flow, inputs, this.#verdicts) : { unjudged: wrong };
    const judged = "judged" in verdict ? verdict.judged : verdict;
    return "unjudged" in judged
      ? unjudgedBy(enforcement.rules, { flow, reason: judged.unjudged, apply })
      : apply(judged.findings);
  }
}

/** A finding as displayed by the engine: without the source line, which is in the file. */
function textOf({ location, ...finding }: Diagnostic): string {
  if (!location) return formatDiagnostic(finding);
  const { file, line, column } = location;
  return formatDiagnostic({ ...finding, location: { file, line, column } });
}
