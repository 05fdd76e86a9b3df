export { commonItems } from "../diff/align.ts";
export type { CallEdit, CallPlace, CallPlan, CallTarget } from "./call-plan.ts";
export { outcomesToLead } from "./call-text.ts";
export { insertNode, removeNodes, repointNodes } from "./definition-calls.ts";
export { type EditedText, editDefinition, editExport } from "./edit-export.ts";
export { insertCall } from "./insert-call.ts";
export { removeCalls } from "./remove-call.ts";
export { repointCalls, repointProblems } from "./repoint-call.ts";
export { type RewriteOptions, rewrite } from "./rewrite/rewrite.ts";
export { NotEditable } from "./source-tree.ts";
export type { Versions } from "./take/live-change.ts";
export { type DefinitionFile, type MergedDefinition, mergeDefinition } from "./take/merge-definition.ts";
export { placeholderValues } from "./take/placeholder-values.ts";
export {
  type ExportChange,
  type ExportFile,
  type LostComment,
  type LostPlaceholder,
  type TakenExport,
  takeExport,
} from "./take/take-export.ts";
