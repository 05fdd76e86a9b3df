import { createInterface } from "node:readline";
import { type FlowType, flowTypes, scopeFinding } from "@genesys-flows/architect";
import { builtInNamed } from "@genesys-flows/architect/expression";
import {
  type Assumption,
  assumptions,
  type Environment,
  EvaluationError,
  evaluate as evaluateExpression,
  isNotSet,
  jsonOf,
  stringValue,
  textOf,
  typeName,
  type Value,
} from "@genesys-flows/conversation";
import { type Context, isJson, UsageError } from "../context.ts";
import { timeOption } from "../time-option.ts";

interface EvaluateOptions {
  readonly expression: string;
  readonly channel?: string;
  readonly set?: readonly string[];
  readonly at?: string;
  readonly language: string;
  readonly format: string;
}

type Result =
  | {
      readonly expression: string;
      readonly type: string;
      readonly value: unknown;
      readonly text: string;
      readonly assumes?: readonly Assumption[];
    }
  | { readonly expression: string; readonly error: string; readonly from?: number; readonly to?: number };

/** Evaluates expressions of Architect's expression language. @returns 1 if an expression has no value */
export async function evaluate(o: EvaluateOptions, context: Context): Promise<number> {
  const json = isJson(o.format);
  const world = await worldOf(o);
  const assumed = new Set<Assumption>();
  let failed = false;
  const print = (result: Result) => {
    failed ||= "error" in result;
    if ("assumes" in result) for (const one of result.assumes ?? []) assumed.add(one);
    if (json) context.exact.out(`${JSON.stringify(result)}\n`);
    else if ("error" in result) context.err(errorText(result));
    else context.out(`${result.text}\n`);
  };
  if (o.expression !== "-") print(await resultOf(o.expression, world));
  else
    for await (const line of createInterface({
      input: context.input ?? process.stdin,
      crlfDelay: Number.POSITIVE_INFINITY,
    }))
      print(await resultOf(line, world));
  if (!json) for (const one of [...assumed].sort()) context.err(`Assumed (${one}): ${assumptions[one]}\n`);
  return failed ? 1 : 0;
}

function errorText(result: Extract<Result, { error: string }>): string {
  const { expression, error, from, to } = result;
  if (from === undefined || to === undefined || expression.includes("\n")) return `${error}\n`;
  return `${expression}\n${" ".repeat(from)}${"^".repeat(Math.max(1, to - from))} ${error}\n`;
}

type World = Omit<Environment, "assume">;

async function resultOf(written: string, world: World): Promise<Result> {
  const skipped = /^\s*=(?!=)/.exec(written)?.[0].length ?? 0;
  const expression = written.slice(skipped);
  const assumes = new Set<Assumption>();
  try {
    const value = await evaluateExpression(expression, { ...world, assume: (one) => void assumes.add(one) });
    const text = isNotSet(value) ? "NOT_SET" : (textOf(value) ?? "");
    const type = typeName(value) ?? "collection";
    return {
      expression: written,
      type,
      value: jsonOf(value),
      text,
      ...(assumes.size > 0 && { assumes: [...assumes] }),
    };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const { message, from, to } = error;
    const place = from === undefined || to === undefined ? {} : { from: from + skipped, to: to + skipped };
    return { expression: written, error: message, ...place };
  }
}

/**
 * The variables, time and language for the expression, from the options. @throws UsageError with every error in the
 * options
 */
async function worldOf({ set = [], at, channel, language }: EvaluateOptions): Promise<World> {
  const mistakes: string[] = [];
  const now = timeOption(at);
  if (Number.isNaN(now.getTime())) mistakes.push(`'${at}' is not a time. Write --at 2026-12-24T10:00Z.`);
  if (channel !== undefined && !Object.hasOwn(flowTypes, channel))
    mistakes.push(`Unknown flow type '${channel}'. The flow types are: ${Object.keys(flowTypes).join(", ")}.`);
  const variables = new Map<string, Value>();
  for (const one of set) {
    const [name = "", text] = splitOnce(one);
    if (text === undefined || !/^[\p{L}$][\p{L}\p{N}_]*\.[\p{L}\p{N}_.]+$/u.test(name))
      mistakes.push(`'${one}' is not an assignment. Write --set Task.pin=1234.`);
    else variables.set(name.toLowerCase(), await valueIn(name, text, now));
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
  return {
    now,
    languages: { default: language, supported: [language] },
    variable(name) {
      const finding = channel === undefined ? undefined : scopeFinding(channel as FlowType, name);
      if (finding) throw new EvaluationError(`${finding.message} ${finding.hint}`);
      return variables.get(name.toLowerCase());
    },
  };
}

function splitOnce(text: string): readonly [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at + 1)];
}

/**
 * The value of an option: the value of its expression, otherwise the text itself. A string variable of the platform
 * receives the text unchanged.
 */
async function valueIn(name: string, text: string, now: Date): Promise<Value> {
  if (builtInNamed(name)?.type === "string") return stringValue(text);
  const languages = { default: "en-us", supported: [] };
  try {
    return await evaluateExpression(text, { now, languages, variable: () => undefined, assume: () => undefined });
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return stringValue(text);
  }
}
