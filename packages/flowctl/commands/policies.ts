import { printableJson } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import type { Gate } from "@genesys-flows/policies/gate";
import { stackNames } from "@genesys-flows/project";
import { type Level, type Rule, scopesOf } from "@genesys-flows/rules";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, isJson, UsageError } from "../context.ts";
import { requiredStackFile } from "../stack-file.ts";

interface Listed {
  readonly rule: string;
  readonly title: string;
  readonly requires: string;
  readonly scopes: readonly string[];
  readonly stacks: Readonly<Record<string, { readonly level: Level; readonly settings: object }>>;
  readonly blindTo?: string;
}

/**
 * Lists the rules of the project with their level and settings in each stack.
 * @throws UsageError for a stack without a file; DiagnosticError for errors in levels, exemptions or the team's rules
 */
export async function policies(
  { stack, format }: { readonly stack?: string; readonly format?: string },
  context: Context,
): Promise<number> {
  const json = isJson(format);
  if (stack !== undefined) requiredStackFile(context, stack);
  const stacks = stack === undefined ? stackNames(context.root).filter((name) => /^[\w.-]+$/.test(name)) : [stack];
  const gates: [string, Gate][] = [];
  for (const name of stacks) gates.push([name, await gateOfStack(context, name)]);
  const [, first] = gates[0] ?? [];
  if (!first) throw new UsageError(`There is no Pulumi.<stack>.yaml in ${context.root}.`);
  const listed = first.rules.map((rule) => entryOf(rule, gates));
  if (json) context.exact.out(`${printableJson({ rules: listed })}\n`);
  else context.out(textOf(listed, { stacks, rules: first.rules }));
  return 0;
}

function entryOf(rule: Rule, gates: readonly (readonly [string, Gate])[]): Listed {
  const { name, title, requires, blindTo } = rule;
  const stacks = gates.flatMap(([stack, { enforcement }]) => {
    const found = enforcement.rules.find((one) => one.rule.name === name);
    return found ? [[stack, { level: found.level, settings: found.settings as object }] as const] : [];
  });
  return {
    rule: name,
    title,
    requires,
    scopes: scopesOf(rule),
    stacks: Object.fromEntries(stacks),
    ...(blindTo !== undefined && { blindTo }),
  };
}

function textOf(
  listed: readonly Listed[],
  { stacks, rules }: { stacks: readonly string[]; rules: readonly Rule[] },
): string {
  const rows = listed.map(({ rule, scopes, stacks: by }) => [
    rule,
    scopes.join(", "),
    ...stacks.map((stack) => by[stack]?.level ?? ""),
  ]);
  const settings = listed.flatMap((entry) => changedSettings(entry, rules));
  const blind = listed.flatMap(({ rule, blindTo }) => (blindTo === undefined ? [] : [`  ${rule}: ${blindTo}`]));
  const section = (title: string, lines: readonly string[]) => (lines.length > 0 ? ["", title, ...lines] : []);
  return [
    ...columns(["rule", "scopes", ...stacks], rows),
    ...section("Settings that are not the default:", settings),
    ...section("What the rules cannot check:", blind),
    "",
  ].join("\n");
}

/** One line for each setting of a stack that differs from the rule's default. */
function changedSettings({ rule, stacks }: Listed, rules: readonly Rule[]): string[] {
  const defaults = (rules.find(({ name }) => name === rule)?.settings.parse({}) ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return Object.entries(stacks).flatMap(([stack, { settings }]) =>
    Object.entries(settings)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key]))
      .map(
        ([key, value]) =>
          `  ${rule} in ${stack}: ${key} ${JSON.stringify(value)}, default ${JSON.stringify(defaults[key])}`,
      ),
  );
}
