import type { Diagnostic } from "@genesys-flows/architect";
import type { Found } from "./in-project.ts";

/**
 * What was found in several stacks: once what all of them have, and each other finding once, with the names of its stacks before its
 * message.
 */
export function inStacks(found: ReadonlyMap<string, Found>): Found {
  const all = [...found.values()];
  const exempted = merged(found, (of) => of.exempted ?? [], {
    findingOf: ({ finding }) => finding,
    named: (one, stacks) => ({ ...one, finding: withStacks(one.finding, stacks) }),
  });
  const rules = new Map(all.flatMap((one) => one.rules ?? []).map((rule) => [rule.name, rule]));
  return {
    findings: merged(found, ({ findings }) => findings, { findingOf: (finding) => finding, named: withStacks }),
    flows: Math.max(0, ...all.map(({ flows }) => flows)),
    exempted,
    elsewhere: all.some(({ elsewhere }) => elsewhere),
    rules: [...rules.values()],
  };
}

function merged<T>(
  found: ReadonlyMap<string, Found>,
  of: (found: Found) => readonly T[],
  o: { readonly findingOf: (one: T) => Diagnostic; readonly named: (one: T, stacks: readonly string[]) => T },
): T[] {
  const stacksOf = new Map<string, { readonly one: T; readonly stacks: string[] }>();
  for (const [stack, own] of found) {
    for (const one of of(own)) {
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
