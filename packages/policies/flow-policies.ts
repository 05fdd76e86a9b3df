import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import type { FlowReport } from "./judging.ts";
import type { ListedRule } from "./rule-table.ts";

/**
 * The resource type, with the part of its class that `@pulumi/policy` uses. The generated class would load the whole
 * SDK.
 */
const Flow = { __pulumiType: "genesyscloud:index/flow:Flow" } as unknown as new (
  name: string,
  args: Record<string, unknown>,
) => never;

export type JudgeResource = (name: string, props: Record<string, unknown>) => Promise<FlowReport>;

/** The policy for a rule: reports the rule's findings in each flow resource's document, except exempted ones. */
export function flowPolicy({ name: rule, ...listed }: ListedRule, judge: JudgeResource): ResourceValidationPolicy {
  return {
    ...listed,
    name: rule,
    enforcementLevel: "mandatory",
    validateResource: validateResourceOfType(Flow, async (props, { name }, report) => {
      for (const text of (await judge(name, props)).found(rule)) report(text);
    }),
  };
}

/** The advisory policy that reports exempted violations. */
export function exemptionsPolicy(judge: JudgeResource): ResourceValidationPolicy {
  return {
    name: "exemptions",
    description: "Each violation that policies/exemptions.yaml covers has an owner and an expiry date.",
    enforcementLevel: "advisory",
    validateResource: validateResourceOfType(Flow, async (props, { name }, report) => {
      for (const text of (await judge(name, props)).exempted) report(text);
    }),
  };
}
