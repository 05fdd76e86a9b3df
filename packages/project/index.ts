export { readCompiled, readSidecar, writeCompiled } from "./compiled.ts";
export { isKey, keyOfFile, slug } from "./keys.ts";
export { loadProject, ProjectError } from "./load.ts";
export type { FlowProject, FlowUnit } from "./project.ts";
export { openContract } from "./reading/flow.ts";
export { type Sidecar, sidecarOf } from "./sidecar.ts";
export { type StackFlowConfig, stackFlowConfigSchema } from "./stack/config.ts";
export { stackEntries } from "./stack/entries.ts";
export { readStackConfig, stackFileEntries } from "./stack/source.ts";
