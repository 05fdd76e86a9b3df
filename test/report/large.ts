import type { Change, FlowReport, Report, ReportFinding } from "@genesys-flows/report";
import { emptyReport, flowReport } from "./sample.ts";

/** How many of each a large report has. */
export interface ReportSize {
  readonly flows: number;
  readonly changes: number;
  readonly callers: number;
  readonly findings: number;
  /** Nodes in each diagram. */
  readonly nodes: number;
}

/** A report of many flows; each name, text and message in it is different, in words with a number in six digits. */
export function largeReport(size: ReportSize): Report {
  const times = <T>(n: number, make: (index: number) => T) => Array.from({ length: n }, (_, index) => make(index));
  const digits = (...parts: readonly number[]) => parts.map((part) => `${part}`.padStart(3, "0")).join("");
  const change = (flow: number, index: number): Change => {
    const id = digits(flow, index);
    const [from, to] = [
      `Please enter your number ${id}.`,
      `Please enter your number ${id}, followed by the pound key.`,
    ];
    return {
      sign: "~",
      text: `ask-${id} says: "${from}" -> "${to}"`,
      node: `ask-${id}`,
      values: { label: `ask-${id} says`, from, to },
      place: { file: `flows/inbound/flow-${flow}.yaml`, line: index + 3 },
    };
  };
  const changed = (index: number): FlowReport =>
    flowReport({
      key: `flow-${index}`,
      name: `Flow F${digits(index)}X`,
      file: `flows/inbound/flow-${index}.yaml`,
      action: "publish",
      reasons: [{ kind: "own-change" }],
      holds: [],
      numbers: [`+1317555${digits(index)}`],
      changes: times(size.changes, (one) => change(index, one)),
      comparison: { available: true, source: "compiled" },
      diagram: `flowchart TD\n${times(size.nodes, (one) => `  n${index}_${one} --> n${index}_${one + 1}`).join("\n")}\n`,
    });
  const finding = (index: number): ReportFinding => ({
    severity: index % 2 === 0 ? "error" : "warning",
    code: "module-call-transitions",
    message: `The finding M${digits(index)}X is about a call.`,
    hint: "Add a transition.",
    blocks: index % 2 === 0,
    exempted: index % 4 === 1,
    from: "policy",
  });
  return emptyReport({
    verdict: { ...emptyReport().verdict, text: `${size.flows} flows will be published.`, flows: size.flows },
    flows: [
      ...times(size.flows, changed),
      ...times(size.callers, (index) =>
        flowReport({
          key: `caller-${index}`,
          name: `Caller C${digits(index)}X`,
          numbers: [`+1317666${digits(index)}`],
        }),
      ),
    ],
    findings: times(size.findings, finding),
  });
}
