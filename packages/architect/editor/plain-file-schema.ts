import { z } from "zod";
import type { JsonSchema } from "./json-schema.ts";
import { patternMessage } from "./zod-schema.ts";

/** The JSON Schema (draft 7), for editors, of a file that is not a flow: no `${value}` may be in it. */
export function plainFileSchema(schema: z.ZodType, about: { title: string; description: string }): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      const message = "pattern" in jsonSchema ? patternMessage(zodSchema as z.core.$ZodTypes) : undefined;
      if (message !== undefined) (jsonSchema as JsonSchema)["patternErrorMessage"] = message;
    },
  });
  return { $schema, ...about, ...rest };
}
