import type { Diagnostic } from "@genesys-flows/architect";
import { isKey } from "./keys.ts";
import type { ReadFlow } from "./read.ts";

/**
 * Findings about flows that cannot be told apart: two files with one key, two flows of one type and name, one number at
 * two flows, and keys that cannot name a resource (design §3, "Identity").
 */
export function checkIdentity(flows: readonly ReadFlow[]): Diagnostic[] {
  return [...badKeys(flows), ...sameKey(flows), ...sameName(flows), ...sameNumber(flows)];
}

function badKeys(flows: readonly ReadFlow[]): Diagnostic[] {
  return flows
    .filter((flow) => !isKey(flow.key))
    .map((flow) => ({
      code: "bad-key",
      severity: "error",
      message: `\`${flow.key}\` cannot be the key of a flow.`,
      hint: "A file name starts with a letter or digit and goes on with letters, digits, spaces and . _ - ( ) & +.",
      location: { file: flow.file, line: 1, column: 1 },
    }));
}

function sameKey(flows: readonly ReadFlow[]): Diagnostic[] {
  return clashes(flows, (flow) => flow.key.toLowerCase()).map(({ first, second }) => ({
    code: "duplicate-key",
    severity: "error",
    message: `Two files have the key \`${second.key}\`: this one and ${first.file}.`,
    hint: "The key is the file name without extension and without `_v<N>-<M>`. Rename one file, or delete the older export.",
    location: { file: second.file, line: 1, column: 1 },
    flow: second.key,
  }));
}

function sameName(flows: readonly ReadFlow[]): Diagnostic[] {
  return clashes(flows, (flow) => `${flow.type} ${flow.name.toLowerCase()}`)
    .filter(({ first, second }) => first.key.toLowerCase() !== second.key.toLowerCase())
    .map(({ first, second }) => ({
      code: "duplicate-name",
      severity: "error",
      message: `Two flows of type ${second.type} have the name \`${second.name}\`: this one and ${first.file}.`,
      hint: "Names are unique per flow type in an organisation, whatever their case. Rename one of the two.",
      location: second.nameLocation,
      flow: second.key,
    }));
}

function sameNumber(flows: readonly ReadFlow[]): Diagnostic[] {
  const seen = new Map<string, ReadFlow>();
  const findings: Diagnostic[] = [];
  for (const flow of flows) {
    for (const { number, location } of flow.numbers) {
      const first = seen.get(number);
      seen.set(number, first ?? flow);
      if (!first) continue;
      findings.push({
        code: "duplicate-number",
        severity: "error",
        message:
          first === flow
            ? `The number ${number} stands twice.`
            : `The number ${number} leads to ${first.file} already.`,
        hint: "A number leads to one flow. Remove it from one of the two.",
        flow: flow.key,
        ...(location && { location }),
      });
    }
  }
  return findings;
}

function clashes(flows: readonly ReadFlow[], by: (flow: ReadFlow) => string): { first: ReadFlow; second: ReadFlow }[] {
  return [...Map.groupBy(flows, by).values()].flatMap(([first, ...others]) =>
    others.map((second) => ({ first: first as ReadFlow, second })),
  );
}
