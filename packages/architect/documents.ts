/** What `npm run generate` writes of the kernel's tables: docs/diagnostics.md, docs/actions.md, docs/flow-file.schema.json. */
export { diagnosticsDocument } from "./codes/diagnostics-document.ts";
export { actionsDocument } from "./definition/actions/document.ts";
export { flowFileSchema } from "./editor/flow-file-schema.ts";
