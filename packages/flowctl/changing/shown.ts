import { styleText } from "node:util";
import { type ContractChange, type Diagnostic, printable } from "@genesys-flows/architect";
import type { FlowUnit } from "@genesys-flows/project";
import type { flowChanges } from "@genesys-flows/report/words";
import type { Context } from "../context.ts";
import { findingText } from "../formats/findings.ts";

export type Findings = readonly Diagnostic[];

type Change = Pick<ReturnType<typeof flowChanges>[number], "sign" | "text">;

/** The effect of a change on one flow. */
export interface FlowOutcome {
  readonly key: string;
  /** Relative to the project. */
  readonly file: string;
  readonly result: "changed" | "unchanged" | "refused";
  /** Sentences that explain why the flow is unchanged or refused. */
  readonly reasons?: readonly string[];
  readonly notes?: readonly string[];
  readonly changes?: readonly Change[];
  /** Findings that the change resolves, and those that it adds. */
  readonly solved?: readonly Diagnostic[];
  readonly brought?: readonly Diagnostic[];
  /** A sentence that says what to do about the added findings. */
  readonly hint?: string;
}

const colours = { "+": "green", "-": "red", "~": "yellow", ">": "blue" } as const;

export function changeLine({ sign, text }: Change, { colour }: Pick<Context, "colour">): string {
  const line = `${sign} ${printable(text)}`;
  return colour ? styleText(colours[sign], line, { validateStream: false }) : line;
}

export function contractLine({ compatible, kind, name, reason }: ContractChange): string {
  return `${compatible ? "compatible" : "breaking"}: ${kind} ${name}. ${reason}`;
}

export function showFlow(flow: FlowOutcome, context: Context): void {
  const { key, file, result, notes = [], reasons = [], changes = [], solved = [], brought = [], hint } = flow;
  context.out(`${key}  ${file}\n`);
  for (const note of notes) context.out(`  ${note}\n`);
  for (const reason of reasons) context.out(`  ${result}: ${reason}\n`);
  for (const change of changes) context.exact.out(`  ${changeLine(change, context)}\n`);
  for (const { message } of solved) context.out(`  solved: ${message}\n`);
  for (const finding of brought) context.exact.out(`${findingText(finding, context)}\n`);
  if (hint !== undefined) context.out(`  ${hint}\n`);
}

export function findingsOf(
  { key, file }: Pick<FlowUnit, "key" | "file">,
  found: { readonly old: Findings; readonly now: Findings },
): { readonly solved: Findings; readonly brought: Findings } {
  const [old, now] = [found.old, found.now].map((findings) => {
    const own = findings.filter(({ flow, location }) => flow === key || location?.file === file);
    return new Map(own.map((finding) => [`${finding.code} ${finding.node ?? ""} ${finding.message}`, finding]));
  }) as [Map<string, Diagnostic>, Map<string, Diagnostic>];
  const missing = (from: typeof old, other: typeof old) =>
    [...from].flatMap(([id, one]) => (other.has(id) ? [] : [one]));
  return { solved: missing(old, now), brought: missing(now, old) };
}
