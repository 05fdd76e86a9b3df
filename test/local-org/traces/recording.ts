import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { referenceFolder } from "../../harness/checkout.ts";

/** Recorded traffic of the vendor's Terraform provider (reference/terraform-traces/README.md). */
export const tracesFolder = join(referenceFolder, "terraform-traces");

/** One recorded request and the answer that the provider got. */
export interface Exchange {
  readonly kind: "http";
  readonly step: string;
  readonly seq: number;
  /** Seconds since the step's command started. */
  readonly t: number;
  readonly method: string;
  readonly path: string;
  /** As sent. */
  readonly query: string;
  readonly req_body: unknown;
  readonly status: number;
  readonly resp_headers: Readonly<Record<string, string>> | null;
  readonly resp_body: unknown;
  /** A fault put in on purpose. */
  readonly injected?: boolean;
}

export interface SeedObject {
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What became of a plan when one field was taken out of every answer. */
export interface WithoutField {
  readonly kind: "without_field";
  readonly field: string;
  readonly plan: string;
}

/** One run against a fresh server: what was there, and what was asked. */
export interface Run {
  readonly file: string;
  readonly name: string;
  readonly seeds: readonly SeedObject[];
  readonly steps: readonly { readonly name: string; readonly exchanges: readonly Exchange[] }[];
  readonly needed: readonly string[];
}

interface Line {
  readonly kind: string;
  readonly case?: string;
  readonly [key: string]: unknown;
}

export const traceFiles: readonly string[] = existsSync(tracesFolder)
  ? readdirSync(tracesFolder)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
  : [];

export function readLines(file: string): Line[] {
  return readFileSync(join(tracesFolder, file), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Line);
}

/** The runs of a file: one, or one a case. Tables of probes have none. */
export function readRuns(file: string): Run[] {
  const lines = readLines(file);
  const cases = [...new Set(lines.filter(({ kind }) => kind === "http").map((line) => line.case ?? ""))];
  return cases.map((name) =>
    runOf(
      file,
      name,
      lines.filter((line) => (line.case ?? "") === name),
    ),
  );
}

function runOf(file: string, name: string, lines: readonly Line[]): Run {
  const steps: { name: string; exchanges: Exchange[] }[] = [];
  for (const exchange of lines.filter(({ kind }) => kind === "http") as unknown as Exchange[]) {
    const last = steps.at(-1);
    if (last?.name === exchange.step) last.exchanges.push(exchange);
    else steps.push({ name: exchange.step, exchanges: [exchange] });
  }
  return {
    file,
    name,
    steps,
    seeds: lines.filter(({ kind }) => kind === "seed").flatMap((line) => line["objects"] as SeedObject[]),
    needed: (lines.filter(({ kind }) => kind === "without_field") as unknown as WithoutField[])
      .filter(({ plan }) => plan !== "no diff")
      .map(({ field }) => field),
  };
}
