import type { Diagnostic } from "@genesys-flows/architect";
import type { Findings } from "../formats/checked.ts";

/**
 * What was found in several stacks: once what all of them have, and each other finding once, with the names of its stacks before its
 * message.
 */
export function inStacks(found: ReadonlyMap<string, Findings>): Findings {
  const all = [...found.values()];
  const marked = merged(found, ({ findings }) => findings, { findingOf: (finding) => finding, named: withStacks });
  const exempted = merged(found, (of) => of.exempted ?? [], {
    findingOf: ({ finding }) => finding,
    named: (one, stacks) => ({ ...one, finding: withStacks(one.finding, stacks) }),
  });
  const rules = new Map(all.flatMap((one) => one.rules ?? []).map((rule) => [rule.name, rule]));
  return {
    findings: marked,
    flows: Math.max(0, ...all.map(({ flows }) => flows)),
    ...(exempted.length > 0 && { exempted }),
    ...(rules.size > 0 && { rules: [...rules.values()] }),
  };
}

function merged<T>(
  found: ReadonlyMap<string, Findings>,
  of: (findings: Findings) => readonly T[],
  o: { readonly findingOf: (one: T) => Diagnostic; readonly named: (one: T, stacks: readonly string[]) => T },
): T[] {
  const stacksOf = new Map<string, { readonly one: T; readonly stacks: string[] }>();
  for (const [stack, findings] of found) {
    for (const one of of(findings)) {
      const { code, severity, message, location, flow, node } = o.findingOf(one);
      const id = JSON.stringify([code, severity, message, location, flow, node]);
      const known = stacksOf.get(id) ?? { one, stacks: [] };
      if (!known.stacks.includes(stack)) known.stacks.push(stack);
      stacksOf.set(id, known);
    }
  }
  return [...stacksOf.values()].map(({ one, stacks }) => (stacks.length === found.size ? one : o.named(one, stacks)));
}

function withStacks(finding: Diagnostic, stacks: readonly string[]): Diagnostic {
  return { ...finding, message: `${stacks.join(", ")}: ${finding.message}` };
}
