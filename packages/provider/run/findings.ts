import type { Diagnostic, RunCode } from "@genesys-flows/architect";
import { formatDiagnostic } from "@genesys-flows/architect/diagnostic";
import { few } from "@genesys-flows/platform";

export type Finding = Diagnostic<RunCode>;

export interface FindingPlace {
  readonly file: string;
  readonly line?: number;
  readonly node?: string;
}

/** Parses a location from `file:line` or `file`. */
export function placeFrom(text: string | undefined): FindingPlace | undefined {
  const [, file, line] = /^(.*?)(?::(\d+))?$/s.exec(text ?? "") ?? [];
  if (!file) return undefined;
  return { file, ...(line !== undefined && { line: Number(line) }) };
}

/** Location and node of a finding; line 1 if the line is unknown. */
export function atPlace({ file, line = 1, node }: FindingPlace): Pick<Finding, "location" | "node"> {
  return { location: { file, line, column: 1 }, ...(node !== undefined && { node }) };
}

/** The findings of one preview. Findings with the same message are shown once, with all their flows. */
export class Findings {
  readonly #found: Finding[] = [];

  add(finding: Finding): void {
    this.#found.push(finding);
  }

  clear(): void {
    this.#found.length = 0;
  }

  get errors(): number {
    return groupsOf(this.#found).filter(([first]) => first.severity === "error").length;
  }

  text(): string {
    const groups = groupsOf(this.#found);
    const rank = ([first]: Group): string => `${first.severity === "error" ? 0 : 1}`;
    const ordered = groups.sort((a, b) => rank(a).localeCompare(rank(b)) || placeOf(a[0]).localeCompare(placeOf(b[0])));
    return ordered.map(textOf).join("\n\n");
  }
}

type Group = readonly [Finding, ...Finding[]];

function groupsOf(found: readonly Finding[]): Group[] {
  const byMessage = Map.groupBy(found, ({ code, severity, message }) => JSON.stringify([code, severity, message]));
  return [...byMessage.values()].map((group) => group as unknown as Group);
}

function placeOf({ location, flow }: Finding): string {
  return location?.file ?? flow ?? "";
}

function textOf(group: Group): string {
  const [first] = group;
  const places = [...new Set(group.map(placeOf).filter(Boolean))].sort();
  if (places.length < 2) return formatDiagnostic(first);
  const { location: _location, flow: _flow, node: _node, ...shared } = first;
  const message = `${first.message}\nIt affects ${places.length} flows: ${few(places)}.`;
  return formatDiagnostic({ ...shared, message });
}
