export * from "@genesys-flows/rules/testing";
