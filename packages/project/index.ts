export { COMPILED_FOLDER, compiledPath, readCompiled, readSidecar, sidecarPath, writeCompiled } from "./compiled.ts";
export { fileSafe, isKey, keyOfFile, slug } from "./keys.ts";
export { type LoadOptions, loadProject, ProjectError } from "./load.ts";
export { type FlowEdge, type FlowOrder, orderFlows } from "./order.ts";
export type { QueueSpec } from "./queues.ts";
export { openContract } from "./read.ts";
export { sidecarOf } from "./sidecar.ts";
export {
  parseStackConfig,
  readStackConfig,
  type Scalar,
  type StackFlowConfig,
  stackEntries,
  stackFileEntries,
  stackFlowConfigSchema,
} from "./stack.ts";
export type { CallRecord, FlowLink, FlowProject, FlowUnit, Sidecar } from "./types.ts";
