import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import type { FlowReport } from "./judging.ts";
import type { ListedRule } from "./rule-table.ts";

/** The resource type, as much of its class as `@pulumi/policy` looks at. The generated class would load the whole SDK. */
const Flow = { __pulumiType: "genesyscloud:index/flow:Flow" } as unknown as new (
  name: string,
  args: Record<string, unknown>,
) => never;

export type JudgeResource = (name: string, props: Record<string, unknown>) => Promise<FlowReport>;

/** The policy of a rule: reports what the rule finds in the document of each flow resource, and no exemption covers. */
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

/** The advisory policy that reports what exemptions cover. */
export function exemptionsPolicy(judge: JudgeResource): ResourceValidationPolicy {
  return {
    name: "exemptions",
    description: "What policies/exemptions.yaml covers is known, has an owner, and ends on a day.",
    enforcementLevel: "advisory",
    validateResource: validateResourceOfType(Flow, async (props, { name }, report) => {
      for (const text of (await judge(name, props)).exempted) report(text);
    }),
  };
}
