/**
 * Everything that `npm run generate` writes about conversations: docs/run-semantics.md,
 * docs/conversation-tests.schema.json.
 */
export { runSemanticsDocument } from "./run/document.ts";
export { conversationTestsJsonSchema } from "./script/document.ts";
