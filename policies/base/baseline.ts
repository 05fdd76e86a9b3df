import type { Diagnostic } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { ruleOf } from "@genesys-flows/rules";
import type { Gate } from "../gate/gate.ts";
import type { Base } from "./base.ts";

/** The violations of mandatory rules that a project has without exemption. */
export interface Baseline {
  /** Those in exports that are older than the change, each rule once per node. */
  readonly listed: readonly Listed[];
  /** The others, and why: the end of a sentence. */
  readonly leftOut: readonly { readonly finding: Diagnostic; readonly because: string }[];
}

export interface Listed {
  readonly rule: string;
  readonly flow: string;
  readonly node?: string | undefined;
  readonly finding: Diagnostic;
}

/** Which violations a baseline lists: only in exports, which nobody here wrote, and only those that the base has as well. */
export function baselineOf(
  project: FlowProject,
  { gate, base }: { gate: Gate; base: Pick<Base, "shown" | "holds"> },
): Baseline {
  const origins = new Map(project.flows.map(({ key, origin }) => [key, origin]));
  const listed = new Map<string, Listed>();
  const leftOut: { finding: Diagnostic; because: string }[] = [];
  for (const finding of gate.judge(project).findings) {
    const rule = finding.severity === "error" ? ruleOf(finding.code, gate.rules)?.name : undefined;
    if (rule === undefined) continue;
    const { flow, node } = finding;
    const origin = flow === undefined ? undefined : origins.get(flow);
    if (flow === undefined || origin === undefined) leftOut.push({ finding, because: "it is not in one flow" });
    else if (origin === "definition")
      leftOut.push({ finding, because: "it is in a definition, where it can be fixed" });
    else if (!base.holds(finding)) leftOut.push({ finding, because: `${base.shown} does not have it` });
    else listed.set(JSON.stringify([rule, flow, node]), { rule, flow, node, finding });
  }
  return { listed: [...listed.values()], leftOut };
}
