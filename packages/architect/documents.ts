/**
 * Everything that `npm run generate` writes from the kernel's tables: docs/diagnostics.md, docs/actions.md,
 * docs/expressions.md and the editor schemas; also a table that the kernel itself reads.
 */
export { type ActionInfo, actionGroups } from "./archy/actions/index.ts";
export { diagnosticsDocument, difference } from "./codes/diagnostics-document.ts";
export { actionsDocument } from "./definition/actions/document.ts";
export { flowFileSchema } from "./editor/flow-file-schema.ts";
export type { JsonSchema } from "./editor/json-schema.ts";
export { plainFileSchema } from "./editor/zod-schema.ts";
export { expressionsDocument } from "./expression/document.ts";
export { functionExamples, functionTable } from "./expression/function-table.ts";
