/** Previews and deploys a stack from a Node program: docs/automation.md. */
export * from "@genesys-flows/wrapper/automation";
