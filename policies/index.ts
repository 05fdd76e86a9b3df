import { policyPack } from "genesys-flows/policies";

policyPack(import.meta.dirname);
