import { printableJson } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { printableLine } from "@genesys-flows/architect/printable";
import { type Context, isJson } from "../context.ts";
import type { Check, CheckResult } from "../doctor/check.ts";
import { diagnose } from "../doctor/diagnose.ts";

/**
 * Checks whether a stack can be deployed, as far as this is possible without an update.
 * @param now this machine's time, in milliseconds
 * @returns 1 if an update would fail
 */
export async function doctor(
  { stack, format }: { readonly stack: string; readonly format: string },
  context: Context,
  { now = Date.now }: { readonly now?: () => number } = {},
): Promise<number> {
  const json = isJson(format);
  const checks = await diagnose(stack, context, now);
  const problems = number(checks, "problem");
  if (json) context.exact.out(`${printableJson({ stack, deployable: problems === 0, checks })}\n`);
  else context.out(`${gathered(checks).map(shown).join("\n")}\n\n${summary(stack, checks)}\n`);
  return problems > 0 ? 1 : 0;
}

const WIDTH = 9;
const PERMISSION = "permission ";

/** The checks for the text output, with all granted permissions on one line. */
function gathered(checks: readonly Check[]): Check[] {
  const isGranted = ({ id, result }: Check) => result === "ok" && id.startsWith(PERMISSION);
  const granted = checks.filter(isGranted);
  const text = `${granted.map(({ id }) => id.slice(PERMISSION.length)).join(", ")} (divisions were not compared)`;
  const first = checks.findIndex(isGranted);
  return checks.flatMap((check, index): Check[] => {
    if (index === first) return [{ id: "permissions", result: "ok", text }];
    return isGranted(check) ? [] : [check];
  });
}

/** One check as text: `ok       region: eu-central-1`; a longer message follows on separate lines. */
function shown({ id, result, text }: Check): string {
  const head = `${(result === "problem" ? "PROBLEM" : result).padEnd(WIDTH)}${id}`;
  if (result === "ok" || result === "skipped") return `${head}: ${printableLine(text)}`;
  return [head, ...text.split("\n").map((line) => (line === "" ? "" : `${" ".repeat(WIDTH)}${line}`))].join("\n");
}

function summary(stack: string, checks: readonly Check[]): string {
  const [problems, warnings, unknown] = (["problem", "warning", "unknown"] as const).map((of) => number(checks, of));
  const parts = [
    count(problems ?? 0, "problem"),
    count(warnings ?? 0, "warning"),
    ...(unknown ? [`${unknown} could not be tested`] : []),
  ];
  return `The stack ${stack} ${problems ? "cannot" : "can"} be deployed: ${parts.join(", ")}.`;
}

function number(checks: readonly Check[], result: CheckResult): number {
  return checks.filter((check) => check.result === result).length;
}
