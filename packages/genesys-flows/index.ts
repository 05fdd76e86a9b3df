/** Components and the run of a stack's program, with the SDK started lean. Source: docs/program.md. */
export * from "@genesys-flows/components";
