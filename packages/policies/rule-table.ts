import { type Rule, scopesOf } from "@genesys-flows/rules";
import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";

/** A rule as described to the engine when the pack starts. */
export interface ListedRule {
  readonly name: string;
  /** The requirement, in one sentence. */
  readonly description: string;
  /** Schema of the settings; omitted for a rule without settings. */
  readonly configSchema?: PolicyConfigSchema;
}

/**
 * The rules that a policy pack checks. `rule-table.json` lists this project's rules, so that the pack starts without
 * loading rules, zod and the kernel: `npm run generate -- rule-table`.
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
