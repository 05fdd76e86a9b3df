export * from "@genesys-flows/wrapper/automation";
