/** A team's own rules, for files in `policies/rules/`: docs/write-a-policy.md. */
export { defineRule, type Example, type Level, type Rule, type Scope, type Violation } from "@genesys-flows/rules";
