export { type Applied, type ExemptedFinding, exemptedFinding, reasonOf } from "./apply.ts";
export { gateCodes } from "./codes.ts";
export { type Exemption, isDay } from "./exemptions.ts";
export { type Gate, type GateOptions, type GateReport, type PolicyConfig, policyConfigOf, readGate } from "./gate.ts";
export { judgedProject } from "./judged-project.ts";
