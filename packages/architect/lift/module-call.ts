import { moduleCallOf, OUTCOME_VARIABLE, sameName } from "../archy/modules.ts";
import { tellingKeys } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getList, getText, singleEntry } from "../archy/values.ts";
import { comparisonOf } from "../expression/comparison.ts";
import { DEFAULT, ERROR, switchTests } from "../graph/output-paths.ts";
import type { OutcomeContract } from "../graph/types.ts";
import { type Output, unnest } from "./outputs.ts";

/**
 * Reads a `callCommonModule` and the action after it. If that action is the switch on the module's outcome (design §4,
 * "Outcomes"), the two become one call with an output path for each outcome and `error`. Undefined if the action does
 * not name a module.
 */
export function liftCall(
  body: ArchyMap,
  following: ArchyMap | undefined,
  contractOf: (module: string) => OutcomeContract | undefined,
): { readonly properties: ArchyMap; readonly outputs?: readonly Output[] } | undefined {
  const call = moduleCallOf(body);
  if (!call || !isPlainCall(body)) return undefined;
  const declared = contractOf(call.module);
  const { name: _name, commonModule: _module, ...more } = body;
  const plain: ArchyMap = { ...more, ...call, ...(declared ? { outcome: contractData(declared) } : {}) };
  const from = Object.keys(call.outputs).find((name) => sameName(name, declared?.from ?? OUTCOME_VARIABLE));
  const variable = from === undefined ? undefined : getText(call.outputs[from], "var");
  if (from === undefined || variable === undefined || !following) return { properties: plain };
  const cases = outcomeCases(following, variable, declared);
  if (!cases) return { properties: plain };
  const contract = declared ?? { from, outcomes: cases.outcomes };
  const { [from]: _outcome, ...outputs } = call.outputs;
  return {
    properties: {
      ...more,
      module: call.module,
      inputs: call.inputs,
      outputs,
      outcome: contractData(contract),
      outcomeVariable: variable,
    },
    outputs: cases.outputs,
  };
}

/** Whether a call specifies only the inputs and outputs of the latest published version (reference/archy.md §b). */
function isPlainCall(body: ArchyMap): boolean {
  const version = singleEntry(singleEntry(get(body, "commonModule"))?.[1]);
  if (!version) return false;
  return version[0] === "ver_latestPublished" && Object.keys(version[1] ?? {}).every((key) => BINDINGS.has(key));
}

const BINDINGS = new Set(["inputs", "outputs"]);

/** An outcome contract as a property of a call. */
export function contractData({ from, outcomes }: OutcomeContract): ArchyMap {
  return { from, outcomes: outcomes as unknown as ArchyMap };
}

/** The cases of a switch as outcomes, if each case corresponds to exactly one outcome and no outcome occurs twice. */
function outcomeCases(
  body: ArchyMap,
  variable: string,
  declared: OutcomeContract | undefined,
): { outputs: Output[]; outcomes: Record<string, ArchyValue[]> } | undefined {
  const { style, subject, cases } = switchTests(body);
  const outcomes: Record<string, ArchyValue[]> = {};
  const names = new Map<string, string>([[DEFAULT, ERROR]]);
  for (const { transition, value } of cases) {
    const expression = getText(value, "exp");
    const tested =
      style === "firstTrue" ? (expression === undefined ? undefined : comparisonOf(expression)) : undefined;
    const literals = style === "firstTrue" ? tested?.literals : [get(value, "lit") ?? null];
    const about = style === "firstTrue" ? tested?.variable : getText(subject, "exp")?.trim();
    if (!literals || about === undefined || !sameName(about, variable)) return undefined;
    const found = new Set(literals.map((literal) => outcomeOf(literal, declared)));
    const [name] = found;
    if (found.size !== 1 || name === undefined || Object.hasOwn(outcomes, name)) return undefined;
    outcomes[name] = [...literals];
    names.set(transition, name);
  }
  if (cases.length === 0) return undefined;
  const outputs = unnest("switch", body).outputs.map((o) => ({ ...o, transition: names.get(o.transition) as string }));
  return { outputs, outcomes };
}

/** The outcome that a value of the outcome variable represents. */
export function outcomeOf(value: ArchyValue, contract: OutcomeContract | undefined): string | undefined {
  if (!contract) return typeof value === "string" && value !== "" && value !== ERROR ? value : undefined;
  return Object.keys(contract.outcomes).find((name) => contract.outcomes[name]?.some((v) => v === value));
}

/** The outcome that a module ends with, if an `updateData` sets only the outcome variable. */
export function endingOutcome(body: ArchyMap, contract: OutcomeContract): string | undefined {
  const { name: _name, statements: _statements, ...more } = body;
  const statements = getList(body, "statements");
  if (statements.length !== 1 || tellingKeys(more).length > 0) return undefined;
  const assigned = singleEntry(statements[0])?.[1];
  const value = get(get(assigned, "value"), "lit");
  if (value === undefined || !sameName(getText(assigned, "variable") ?? "", contract.from)) return undefined;
  return value === ERROR ? ERROR : outcomeOf(value, contract);
}
