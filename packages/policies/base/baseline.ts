import type { Diagnostic } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { ruleOf } from "@genesys-flows/rules";
import { type Document, isSeq, parseDocument, stringify, type YAMLSeq } from "yaml";
import type { Exemption } from "../gate/exemptions.ts";
import type { Gate } from "../gate/gate.ts";
import type { Base } from "./base.ts";

/** A project's violations of mandatory rules without exemptions. */
export interface Baseline {
  /** Violations in exports that already existed before the change, one per rule and node. */
  readonly listed: readonly Listed[];
  /** All other violations, each with the reason as the end of a sentence. */
  readonly leftOut: readonly { readonly finding: Diagnostic; readonly because: string }[];
}

export interface Listed {
  readonly rule: string;
  readonly flow: string;
  readonly node?: string | undefined;
  readonly finding: Diagnostic;
}

/**
 * Determines the violations that a baseline lists: only violations in exports, which the team did not write, and only
 * violations that the base also has.
 */
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
    if (flow === undefined || origin === undefined)
      leftOut.push({ finding, because: "it does not belong to a single flow" });
    else if (origin === "definition")
      leftOut.push({ finding, because: "it is in a definition, where it can be fixed" });
    else if (!base.holds(finding)) leftOut.push({ finding, because: `${base.shown} does not have this violation` });
    else listed.set(JSON.stringify([rule, flow, node]), { rule, flow, node, finding });
  }
  return { listed: [...listed.values()], leftOut };
}

/**
 * Appends exemptions to the text of `policies/exemptions.yaml`. Keeps the comments, order and layout of existing
 * entries.
 */
export function withExemptions(text: string, added: readonly Omit<Exemption, "location">[]): string {
  const entries = added.map(({ rule, flow, node, reason, owner, expires }) => ({
    ...{ rule, flow, ...(node !== undefined && { node }), reason, owner, expires },
  }));
  const eol = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  const written = stringify(entries, LAYOUT).replaceAll("\n", eol);
  const document: Document = parseDocument(text);
  const list = document.contents;
  if (!isSeq(list)) return after(text, written, eol);
  if (list.items.length === 0) return after(text.replace(/^\[\s*\]\s*$/m, ""), written, eol);
  if (!list.flow && !/^\.\.\.\s*$/m.test(text)) return after(text, indented(written, columnOf(list, text)), eol);
  // A list in brackets, or text after the document, requires rewriting the whole file.
  list.flow = false;
  for (const entry of entries) list.add(document.createNode(entry));
  return document.toString(LAYOUT).replaceAll(/\r?\n/g, eol);
}

const LAYOUT = { lineWidth: 0, indentSeq: false };

function after(text: string, written: string, eol: string): string {
  return text.trim() === "" ? written : `${text.trimEnd()}${eol}${written}`;
}

function columnOf({ range }: YAMLSeq, text: string): number {
  const start = range?.[0] ?? 0;
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

function indented(text: string, column: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(column));
}
