import {
  type ArchyValue,
  type Expression,
  type FlowNode,
  get,
  getText,
  OUTCOME_VARIABLE,
  pathOf,
  sameName,
  switchTests,
} from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import type { ModuleCall } from "./calls.ts";
import { NOT_SET, OTHER, type Value } from "./values.ts";

/** One possible result of a module, as reflected in the caller's variables. */
export interface Result {
  /** The outcome (`success`), or the value that the caller tests for. */
  readonly name: string;
  /** Whether the module ended without a named outcome, or with a value that the flow does not mention. */
  readonly isError: boolean;
  /**
   * Value of the variable that represents the result; undefined when the kernel has parsed the switch as transitions.
   */
  readonly value?: { readonly variable: string; readonly is: Value };
}

/** The possible results of a module, from its contract or from the flow's tests. */
export function resultsOf(flow: FlowSubject, call: ModuleCall, tested: string | undefined): Result[] {
  const { contract, outcomeVariable, bound } = call;
  if (contract && (outcomeVariable !== undefined || flow.origin === "definition")) {
    return [...Object.keys(contract.outcomes), "error"].map((name) => ({ name, isError: name === "error" }));
  }
  const variable = contract ? outputOf(bound, contract.from) : undefined;
  if (contract && variable !== undefined) {
    const named = Object.entries(contract.outcomes).flatMap(([name, values]) =>
      values.map((value) => resultWith(variable, value as Value, { name, isError: false })),
    );
    const taken = Object.values(contract.outcomes).flat() as Value[];
    const errors: readonly Value[] = isByConvention(contract)
      ? ["error"]
      : otherValues(taken, literalsOf(flow, variable));
    return [...named, ...errors.map((is) => resultWith(variable, is, { name: "error", isError: true }))];
  }
  if (tested === undefined) return [];
  const literals = literalsOf(flow, tested);
  const values = literals.some((one) => typeof one === "boolean") ? [...new Set([...literals, true, false])] : literals;
  const others = otherValues(values, values);
  return [
    ...values.map((is) => resultWith(tested, is, { name: String(is), isError: is === "error" })),
    ...others.map((is) => resultWith(tested, is, { name: "error", isError: true })),
  ];
}

function resultWith(variable: string, is: Value, kind: Pick<Result, "name" | "isError">): Result {
  return { ...kind, value: { variable, is } };
}

/** The caller's variable that an output is bound to. */
export function outputOf(bound: ModuleCall["bound"], output: string): string | undefined {
  return [...bound].find(([name]) => sameName(name, output))?.[1];
}

/**
 * Whether the module is a definition in this project. Its outcome variable then has only the values of its outcomes, or
 * `error`.
 */
function isByConvention({ from, outcomes }: NonNullable<ModuleCall["contract"]>): boolean {
  return (
    sameName(from, OUTCOME_VARIABLE) &&
    Object.entries(outcomes).every(([name, [value, ...others]]) => value === name && others.length === 0)
  );
}

/** Additional values of the same types as the given values. */
function otherValues(taken: readonly Value[], compared: readonly Value[]): Value[] {
  const free = compared.filter((value) => !taken.includes(value));
  const areFlags = taken.length > 0 && taken.every((value) => typeof value === "boolean");
  const flags = areFlags ? [true, false].filter((value) => !taken.includes(value)) : [OTHER as Value];
  return [...new Set([...free, ...flags, NOT_SET as Value])];
}

/** The literals that a flow's conditions compare a variable with; `true` for a variable that is itself a condition. */
function literalsOf(flow: FlowSubject, variable: string): Value[] {
  const found = new Set<Value>();
  for (const node of flow.graph.nodes.values()) {
    for (const { condition } of conditionsOf(flow, node)) if (condition) addLiterals(condition, variable, found);
  }
  return [...found];
}

function addLiterals(whole: Expression, variable: string, found: Set<Value>): void {
  const waiting = [whole];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (isVariable(part, variable)) found.add(true);
    else if (part.type === "unary") waiting.push(part.operand);
    else if (part.type === "call") waiting.push(...part.args.slice(0, 1));
    else if (part.type === "binary") {
      const { left, right, operator } = part;
      if (operator === "and" || operator === "or") waiting.push(left, right);
      else if (isVariable(left, variable) && right.type === "literal") found.add(right.value);
      else if (isVariable(right, variable) && left.type === "literal") found.add(left.value);
    }
  }
}

function isVariable(expression: Expression, variable: string): boolean {
  const path = pathOf(expression);
  return path !== undefined && sameName(path, variable);
}

/** The condition under which a flow takes an output path; undefined if it cannot be parsed. */
export interface Condition {
  readonly transition: string;
  readonly condition: Expression | undefined;
  /** As written by the author. */
  readonly text: string;
}

/** The conditions of a decision (its `yes`) or of a switch (each case), in order; none for any other node. */
export function conditionsOf({ parts }: Pick<FlowSubject, "parts">, node: FlowNode): Condition[] {
  const read = (value: ArchyValue | undefined): Expression | undefined => {
    const text = getText(value, "exp");
    if (text !== undefined) {
      const parsed = parts.parse(text);
      return parsed.ok ? parsed.expression : undefined;
    }
    const literal = get(value, "lit");
    return literal === undefined || literal === null || typeof literal === "object"
      ? undefined
      : { type: "literal", value: literal, from: 0, to: 0 };
  };
  if (node.kind === "decision") {
    const value = get(node.properties, "condition");
    return [{ transition: "yes", condition: read(value), text: textOf(value) }];
  }
  if (node.kind !== "switch") return [];
  const { style, subject, cases } = switchTests(node.properties);
  return cases.map(({ transition, value }) => {
    const own = read(value);
    const about = style === "firstMatch" ? read(subject) : undefined;
    const condition: Expression | undefined =
      style === "firstTrue"
        ? own
        : own && about && { type: "binary", operator: "==", left: about, right: own, from: 0, to: 0 };
    return { transition, condition, text: textOf(value) };
  });
}

function textOf(value: ArchyValue | undefined): string {
  return getText(value, "exp") ?? JSON.stringify(get(value, "lit") ?? null);
}

/** Whether a node branches by conditions. */
export function isTest(node: FlowNode): boolean {
  return node.kind === "decision" || node.kind === "switch";
}
