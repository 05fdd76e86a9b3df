/** The policy pack of a project, for `policies/index.ts`. */
export { policyPack } from "@genesys-flows/policies";
