import { few } from "../text/words.ts";

/** What a preview found of the stack against the organisation. */
export interface Finding {
  /** Permanent, kebab-case. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint?: string;
  /** The affected flow. */
  readonly flow?: { readonly key: string; readonly name: string };
  /** `flows/inbound/sales.yaml` or `flows/inbound/sales.yaml:12`. */
  readonly file?: string | undefined;
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

  /** All findings as text; empty without any. */
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

function placeOf({ file, flow }: Finding): string {
  return file ?? flow?.key ?? "";
}

function textOf(group: Group): string {
  const [first] = group;
  const places = [...new Set(group.map(placeOf).filter(Boolean))].sort();
  const [only, ...others] = places;
  const at = only !== undefined && others.length === 0 ? `${only} ` : "";
  const lines = [`${at}${first.severity} ${first.code}`, ...indented(first.message)];
  if (others.length > 0) lines.push(...indented(`It affects ${places.length} flows: ${few(places)}.`));
  if (first.hint !== undefined) lines.push(...indented(first.hint));
  return lines.join("\n");
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`);
}
