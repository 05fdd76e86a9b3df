/** Flows and modules in TypeScript: docs/flow-files.md. */
export { defineFlow, defineFlows, defineModule, value } from "@genesys-flows/architect";
