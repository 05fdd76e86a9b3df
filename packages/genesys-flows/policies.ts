export { policyPack } from "@genesys-flows/policies";
