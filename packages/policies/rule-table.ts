import { type Rule, scopesOf } from "@genesys-flows/rules";
import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";

/** What the engine is told of a rule when the pack starts. */
export interface ListedRule {
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly description: string;
  /** Of its settings; absent for a rule without any. */
  readonly configSchema?: PolicyConfigSchema;
}

/**
 * The rules that a policy pack judges. `rule-table.json` lists those of this project's packages, so that the pack starts without rules,
 * zod and kernel: `npm run generate -- rule-table`.
 */
export function ruleTable(rules: readonly Rule[]): ListedRule[] {
  return rules
    .filter((rule) => scopesOf(rule).includes("document"))
    .map(({ name, requires, settings }) => {
      const { properties } = z.toJSONSchema(settings, { io: "input" });
      const isEmpty = Object.keys(properties ?? {}).length === 0;
      return { name, description: requires, ...(!isEmpty && { configSchema: { properties } as PolicyConfigSchema }) };
    });
}
