export { defineFlow, defineFlows, defineModule, value } from "@genesys-flows/architect";
