export { codeGroups, codes } from "./codes.ts";
export { compiledPath, readCompiled, readSidecar, type Sidecar, sidecarOf, writeCompiled } from "./compiled.ts";
export { declaredSources } from "./declared-sources.ts";
export { writeDocumentList } from "./document-list.ts";
export { isKey, keyOfFile, slug } from "./keys.ts";
export { type LoadOptions, loadProject, ProjectError, UNFINISHED_CHANGE } from "./load.ts";
export type {
  ColumnValue,
  DeclaredObject,
  ObjectContent,
  ObjectReference,
  TableRows,
} from "./objects/declared-object.ts";
export { isDeclarable, kindRow, ObjectMap, objectKinds, type Setting, type Settings } from "./objects/kinds.ts";
export { isObjectsFile } from "./objects/objects-file.ts";
export { flowNamed, outsideObjects } from "./objects/outside.ts";
export { type DeclaredGroup, declaredGroups, type NamedSchedule, timesOf } from "./objects/schedule-groups.ts";
export type { FlowProject, FlowUnit } from "./project.ts";
export type { DeclaredFlow } from "./reading/declared.ts";
export { failureText, whyUnreadable } from "./reading/discover.ts";
export { openContract } from "./reading/flow.ts";
export { type StackFlowConfig, stackFlowConfigSchema } from "./stack/config.ts";
export { readStackConfig, stackEntries, stackFileEntries, stackNameOf, stackNames } from "./stack/source.ts";
export { readYamlFile } from "./yaml-file.ts";
