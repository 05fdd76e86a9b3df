import type { Refusal } from "./plain-resource.ts";

/** What the platform says alike of several kinds (reference/platform-api.md §3.2): deletion of what something uses. */
export const dependedOn: Refusal = {
  status: 409,
  code: "architect.dependency.object.in.use",
  message: "The object cannot be deleted because other objects depend on it.",
};

/** And a body without a field that must be posted. */
export const malformed: Omit<Refusal, "status"> = {
  code: "general.bad.request",
  message: "The request could not be understood by the server due to malformed syntax.",
};
