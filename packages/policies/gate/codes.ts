import {
  type CodeTable,
  type Details,
  type Diagnostic,
  diagnosticOf,
  errorCode,
  warningCode,
} from "@genesys-flows/architect";

/** Codes for the files that define how rules are enforced. */
export const gateCodes = {
  "levels-file": errorCode({
    title: "Levels that cannot be read",
    explanation: "A file in policies/levels/ names a rule or a setting that does not exist, or has a wrong value.",
    fix: "Correct the entry that the message names. docs/policies.md lists rules and settings.",
    example: `# policies/levels/dev.yaml
no-force-unlok: advisory
# Pulumi.dev.yaml
genesys-flows:policyLevels: dev
`,
    right: `# policies/levels/dev.yaml
no-force-unlock: advisory
# Pulumi.dev.yaml
genesys-flows:policyLevels: dev
`,
  }),
  "no-levels-file": errorCode({
    title: "Levels that do not exist",
    explanation: "A stack names levels that have no file in policies/levels/.",
    fix: "Create the file, or correct 'genesys-flows:policyLevels' in the stack's file.",
    example: `# policies/levels/prod.yaml
flow-structure: advisory
# Pulumi.dev.yaml
genesys-flows:policyLevels: prd
`,
    right: `# policies/levels/prod.yaml
flow-structure: advisory
# Pulumi.dev.yaml
genesys-flows:policyLevels: prod
`,
  }),
  "exemptions-file": errorCode({
    title: "Exemptions that cannot be read",
    explanation:
      "An entry of policies/exemptions.yaml names a rule that does not exist, lacks a key, or has a wrong value.",
    fix: "Correct the entry that the message names.",
    example: `# policies/exemptions.yaml
- {rule: failure-handled, flow: sales}
`,
    right: `# policies/exemptions.yaml
- {rule: failure-handled, flow: sales, reason: The CRM is new., owner: voice-team@example.com, expires: 2099-12-31}
`,
  }),
  "team-rule": errorCode({
    title: "Team rule that cannot be used",
    explanation: "A file in policies/rules/ does not load, exports no rule, or its rule is incomplete.",
    fix: "Correct the file. docs/write-a-policy.md shows how to write a rule.",
    situation: "`policies/rules/greeting.ts` exports no rule.",
  }),
  "expired-exemption": errorCode({
    title: "Exemption that has expired",
    explanation: "An exemption covers nothing after its expiry date.",
    fix: "Fix the violation and remove the exemption, or agree on a later date with its owner.",
    example: `# policies/exemptions.yaml
- {rule: failure-handled, flow: sales, reason: The CRM is new., owner: voice-team@example.com, expires: 2026-01-31}
`,
    right: `# policies/exemptions.yaml
- {rule: failure-handled, flow: sales, reason: The CRM is new., owner: voice-team@example.com, expires: 2099-12-31}
`,
  }),
  "unused-exemption": warningCode({
    title: "Exemption that covers nothing",
    explanation: "No flow in the project has a violation that the exemption covers.",
    fix: "Remove it. If it should cover a violation, correct its rule, flow or node.",
    example: `# policies/exemptions.yaml
- {rule: failure-handled, flow: sale, reason: The CRM is new., owner: voice-team@example.com, expires: 2099-12-31}
`,
    right: `# policies/exemptions.yaml
- {rule: failure-handled, flow: sales, reason: The CRM is new., owner: voice-team@example.com, expires: 2099-12-31}
`,
  }),
  "self-exemption": errorCode({
    title: "Exemption for a violation of the same change",
    explanation: "A change adds a violation and an exemption for it. A change cannot exempt its own violations.",
    fix: "Fix the violation and remove the exemption.",
    situation: "A pull request adds a flow that violates a rule, and an exemption for it.",
  }),
  "lowered-level": warningCode({
    title: "Rule enforced less strictly",
    explanation:
      "A change lowers the level of a rule for a stack, gives the rule different settings, or gives the stack different levels. `check --base` reports it for the review.",
    fix: "If this is intended and the reviewer agrees, do nothing. Otherwise, restore the entry.",
    situation: "A pull request makes the rule `failure-handled` advisory, which was mandatory.",
  }),
  "added-exemption": warningCode({
    title: "New exemption",
    explanation:
      "A change adds or extends an exemption. `check --base` reports it for the review, with its owner and reason.",
    fix: "If the reviewer agrees, do nothing. Otherwise, fix the violation and remove the exemption.",
    situation: "A pull request changes `expires` of an exemption from 2027-01-31 to 2027-12-31.",
  }),
  "loosened-workflow": warningCode({
    title: "Workflow with more permissions or fewer checks",
    explanation:
      "A change gives a workflow a token with write access, a secret or a cache, lets a step fail, or removes an environment, a condition, a check or the whole file. `check --base` reports it for the review.",
    fix: "If the reviewer agrees, do nothing. Otherwise, restore the workflow.",
    situation: "A pull request gives a workflow `contents: write`, or removes its `environment: prod`.",
  }),
} satisfies CodeTable;

export type GateCode = keyof typeof gateCodes;

/** A finding of the gate; the table defines its severity. */
export function gateFinding(code: GateCode, message: string, details?: Details): Diagnostic<GateCode> {
  return diagnosticOf(gateCodes, code, message, details);
}
