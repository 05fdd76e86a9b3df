import { type JsonSchema, plainFileSchema } from "@genesys-flows/architect/documents";
import { editorSchema } from "./schema.ts";

/** The JSON Schema of a file `<name>.test.yaml`, for editors. */
export function conversationTestsJsonSchema(): JsonSchema {
  return plainFileSchema(editorSchema, {
    title: "Conversation tests",
    description:
      "Conversations with a flow: what a customer does and hears, and the responses of the world around the flow",
  });
}
