/** What `npm run generate` writes of conversations: docs/conversation-tests.schema.json. */
export { conversationTestsJsonSchema } from "./script/document.ts";
