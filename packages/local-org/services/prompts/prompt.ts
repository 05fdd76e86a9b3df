import { ApiError } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

function check(document: JsonObject): void {
  if (NAME.test(String(document["name"]))) return;
  throw new ApiError(
    400,
    "architect.prompt.validate.failed.name",
    "Failed to validate prompt due to invalid name.  Prompt names can only contain letters, numbers, and the underscore, and must start with a letter or number.",
    { details: [{ errorCode: "architect.prompt.validate.failed.name", fieldName: "name" }] },
  );
}

/** A user prompt; its resources, one a language, are kept apart. Codes: `reference/platform-api.error-codes.json`. */
export const prompt: PlainResource = {
  kind: "prompt",
  type: "USERPROMPT",
  path: "/api/v2/architect/prompts",
  idParam: "promptId",
  operations: {},
  permission: "architect:userPrompt",
  divisioned: true,
  inAllDivisions: "posted",
  required: ["name"],
  incomplete: {
    code: "architect.prompt.validate.failed.missing.name",
    message: "Failed to validate prompt due to missing name.",
  },
  nameTaken: {
    status: 409,
    code: "architect.prompt.already.exists",
    message: "A prompt with the specified name already exists.",
  },
  missing: { status: 404, code: "architect.prompt.not.found", message: "Could not find prompt with specified ID." },
  nameSearch: "pattern",
  filters: {
    description: ({ document }, [text = ""]) => contains(document["description"], text),
    nameOrDescription: ({ name, document }, [text = ""]) =>
      contains(name, text) || contains(document["description"], text),
  },
  complete: ({ resources: _, currentOperation: __, ...document }) => document,
  check,
};

function contains(value: unknown, text: string): boolean {
  return typeof value === "string" && value.toLowerCase().includes(text.replaceAll("*", "").toLowerCase());
}
