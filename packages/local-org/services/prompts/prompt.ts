import { ApiError, badRequest } from "../../http/api-error.ts";
import type { Context, JsonObject } from "../../http/route.ts";
import { detailOf } from "../../resources/plain-actions.ts";
import { dependedOn, type PlainResource } from "../../resources/plain-resource.ts";
import type { Resource } from "../../resources/resource-table.ts";
import { assetsOf, presentAsset } from "./asset-table.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

function check(document: JsonObject): void {
  if (NAME.test(String(document["name"]))) return;
  const errorCode = "architect.prompt.validate.failed.name";
  throw badRequest(
    "Failed to validate prompt due to invalid name.  Prompt names can only contain letters, numbers, and the underscore, and must start with a letter or number.",
    errorCode,
    [{ errorCode, fieldName: "name" }],
  );
}

/** @throws ApiError 409 if something uses the prompt, or if it has resources and `allResources=true` is not set */
function checkRemoval({ id }: Resource, { store, directory, query }: Context): void {
  const users = directory.usages(prompt.kind, id);
  if (users.length > 0) {
    const { code, message } = users.every(({ type }) => type === "QUEUE") ? usedInQueues : dependedOn;
    throw new ApiError(409, code, message, { details: users.map(detailOf) });
  }
  if (query.flag("allResources") || assetsOf(store, id).length === 0) return;
  const code = "architect.prompt.has.resources";
  throw new ApiError(409, code, "Cannot delete prompt since it contains prompt resources.");
}

const usedInQueues = {
  code: "architect.prompt.cannot.delete.used.in.queues",
  message: "Prompt cannot be deleted due to being used by one or more queue configuration(s).",
};

/**
 * A user prompt; its resources, one per language, are stored separately. Codes:
 * `reference/platform-api.error-codes.json`.
 */
export const prompt: PlainResource = {
  kind: "prompt",
  type: "USERPROMPT",
  path: "/api/v2/architect/prompts",
  operations: ["list", "get", "replace", "remove"],
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
  checkRemoval,
  // Shows the prompt with its resources, unless the query excludes them: `includeResources`, `includeMediaUris`,
  // `language`.
  shown(entity, { id }, context) {
    if (context.query.get("includeResources") === "false") return entity;
    const languages = context.query.all("language").map((language) => language.toLowerCase());
    const assets = assetsOf(context.store, id).filter(
      ({ language }) => languages.length === 0 || languages.includes(language.toLowerCase()),
    );
    return { ...entity, resources: assets.map((asset) => presentAsset(context, asset)) };
  },
};

function contains(value: unknown, text: string): boolean {
  return typeof value === "string" && value.toLowerCase().includes(text.replaceAll("*", "").toLowerCase());
}
