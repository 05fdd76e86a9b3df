import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Base, type Baseline, baselineOf, type Listed, withExemptions } from "@genesys-flows/policies/base";
import { isDay } from "@genesys-flows/policies/gate";
import { baseOf } from "../checking/base.ts";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, UsageError } from "../context.ts";
import { count, findingText } from "../formats/findings.ts";
import { loadForStack } from "../stack-file.ts";

const FILE = "policies/exemptions.yaml";

export interface BaselineOptions {
  readonly stack: string;
  /** A commit; default: the merge base with the default branch. */
  readonly base?: string;
  readonly owner?: string;
  /** `2027-01-31` */
  readonly expires?: string;
  readonly reason?: string;
}

/**
 * Adds an exemption to `policies/exemptions.yaml` for each violation of a mandatory rule in an export that the base has too, and
 * lists the violations that it leaves out, with the reason.
 * @throws UsageError for options that are absent or wrong, and without a base
 */
export async function baseline(o: BaselineOptions, context: Context): Promise<number> {
  const { owner, expires } = required(o);
  const gate = await gateOfStack(context, o.stack);
  if (expires < gate.enforcement.today) throw new UsageError(`--expires ${expires} is in the past.`);
  const project = await loadForStack(context, o.stack);
  const base = await baseOf({ ...o, gate, project }, context);
  const { listed, leftOut } = baselineOf(project, { gate, base });
  const reason = o.reason ?? `Older than its rule or the level of it, in ${base.shown} already.`;
  write(listed, { owner, expires, reason }, context);
  report({ listed, leftOut }, base, context);
  return 0;
}

function required({ owner = "", expires = "" }: BaselineOptions): { owner: string; expires: string } {
  if (owner.trim() === "") throw new UsageError("Name who answers for the exemptions: --owner NAME.");
  if (!isDay(expires)) throw new UsageError("Name the last day of the exemptions: --expires DATE, such as 2027-01-31.");
  return { owner: owner.trim(), expires };
}

function write(
  listed: readonly Listed[],
  about: { owner: string; expires: string; reason: string },
  context: Context,
): void {
  if (listed.length === 0) return;
  const path = join(context.root, FILE);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  mkdirSync(dirname(path), { recursive: true });
  const added = listed.map(({ rule, flow, node }) => ({ rule, flow, node, ...about }));
  writeFileSync(path, withExemptions(text, added));
}

function report({ listed, leftOut }: Baseline, { shown }: Base, context: Context): void {
  for (const { rule, flow, node } of listed) {
    context.out(`exempted: ${rule}, flow ${flow}${node === undefined ? "" : `, node ${node}`}\n`);
  }
  for (const { finding, because } of leftOut) {
    context.exact.err(`${findingText(finding, context)}\n`);
    context.err(`  not exempted: ${because}.\n\n`);
  }
  context.out(
    listed.length === 0
      ? `Nothing to exempt: no export has a violation that ${shown} has too. ${FILE} stays as it is.\n`
      : `${FILE} has ${count(listed.length, "new exemption")}. Review the reasons before you commit.\n`,
  );
}
