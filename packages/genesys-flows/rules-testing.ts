/** Tests of a team's rules: docs/write-a-policy.md. */
export * from "@genesys-flows/rules/testing";
