import { flowTypes, lift } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import { count } from "@genesys-flows/architect/count";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { type Context, mistakesIn } from "../../context.ts";
import { findingText } from "../../formats/findings.ts";
import { existingLines } from "../../importing/existing.ts";
import type { FoundExport } from "../../importing/exports.ts";
import { type ChosenObject, wordOf } from "../../importing/objects.ts";
import type { ImportOptions, ImportPlan } from "../../importing/planning.ts";
import { withValues } from "../../reading/placeholders.ts";

/** Shows the effects of an import: flows, values, missing objects, violations, open questions. */
export function showImport(plan: ImportPlan, o: ImportOptions, context: Context): void {
  context.out(`${flowTable(plan)}\n\n`);
  for (const [key, name] of plan.values.names) context.out(`name: ${key}: ${name}\n`);
  if (plan.mistakes) {
    for (const finding of plan.mistakes.diagnostics) context.exact.err(`${findingText(finding, context)}\n\n`);
    context.err(`Correct these errors in the exports or the answers, or exclude files with \`skip\` in the answers.\n`);
  }
  if (plan.objects.length > 0) context.out(`${objectTable(plan.objects)}\n\n`);
  for (const name of plan.lacking?.unasked ?? []) context.out(`not looked up: ${name}\n`);
  for (const line of existingLines(plan.existing, { stackFile: `Pulumi.${o.stack}.yaml` })) context.out(`${line}\n`);
  if (plan.violations.length > 0) context.out(`${violationText(plan)}\n\n`);
  const asked = plan.asked.filter(({ proposed }) => proposed === null).length;
  if (plan.asked.length > 0)
    context.out(
      `${count(plan.asked.length, "question")}: ${plan.asked.length - asked} with a proposal, ${asked} open.${o.answers === undefined ? "" : ` They are in ${o.answers}.`}\n`,
    );
  for (const problem of plan.problems) context.err(`${problem}\n`);
}

function flowTable({ exports }: ImportPlan): string {
  const rows = exports.map((one) => [
    one.key,
    flowTypes[one.document.flowType].query,
    one.isThere ? `${one.file} (already exists)` : one.file,
    one.placeholders.size === 0 ? "" : String(one.placeholders.size),
    liftable(one) ? "yes" : "",
  ]);
  return columns(["key", "type", "file", "placeholders", "liftable"], rows).join("\n");
}

/** Whether a definition can express an export, with its placeholders as values. */
function liftable({ document, placeholders }: Pick<FoundExport, "document" | "placeholders">): boolean {
  try {
    const { graph, values, inNames } = withValues(lift(document), [...placeholders.keys()]);
    if (inNames.length > 0) return false;
    toDefinition(graph, { values });
    return true;
  } catch (error) {
    mistakesIn(error);
    return false;
  }
}

const MOST_FLOWS = 3;

function objectTable(objects: readonly ChosenObject[]): string {
  const rows = objects.map(({ kind, name, category, choice, flows }) => [
    wordOf(kind),
    category === undefined ? name : `${category} / ${name}`,
    choice ?? "open",
    `${flows.slice(0, MOST_FLOWS).join(", ")}${flows.length > MOST_FLOWS ? ` and ${flows.length - MOST_FLOWS} more` : ""}`,
  ]);
  const lines = columns(["kind", "name", "provided by", "used by"], rows);
  return [`The organisation lacks ${count(objects.length, "object")}:`, ...lines].join("\n");
}

function violationText({ violations, exempts }: ImportPlan): string {
  const rules = Map.groupBy(violations, ({ rule }) => rule);
  const lines = [...rules].map(
    ([rule, of]) => `  ${rule}: ${of.length} in ${count(new Set(of.map(({ flow }) => flow)).size, "flow")}`,
  );
  const what = exempts
    ? "The exports violate mandatory rules. The import exempts them:"
    : "The exports violate mandatory rules. No exemptions are added, so an update is refused:";
  return [what, ...lines].join("\n");
}
