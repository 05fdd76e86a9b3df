export type { Applied, ExemptedFinding } from "./apply.ts";
export { gateCodes } from "./codes.ts";
export { exemptedFinding, reasonOf } from "./exempted-finding.ts";
export { type Exemption, isDay } from "./exemptions.ts";
export { type Gate, type GateOptions, type GateReport, readGate } from "./gate.ts";
export { type JudgedProject, judgedProject } from "./judged-project.ts";
export { type PolicyConfig, policyConfigOf } from "./policy-config.ts";
