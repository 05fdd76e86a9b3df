import { conflicting, type PlainResource, unknownId } from "../resources/plain-resource.ts";

const common = {
  operations: ["list", "create", "get", "remove"],
  required: ["name"],
  nameSearch: "pattern",
  missing: unknownId,
} as const;

export const skill: PlainResource = {
  ...common,
  kind: "skill",
  permission: "routing:skill",
  type: "ACDSKILL",
  path: "/api/v2/routing/skills",
  seed: { list: "skills" },
  stateful: true,
  nameTaken: conflicting("A skill with the name '{name}' already exists."),
};

export const language: PlainResource = {
  ...common,
  kind: "language",
  permission: "routing:language",
  readByAll: true,
  type: "ACDLANGUAGE",
  path: "/api/v2/routing/languages",
  seed: { list: "languages" },
  stateful: true,
  nameTaken: conflicting("A language with the name '{name}' already exists."),
};

export const wrapupCode: PlainResource = {
  ...common,
  kind: "wrapupCode",
  permission: "routing:wrapupCode",
  type: "ACDWRAPUPCODE",
  path: "/api/v2/routing/wrapupcodes",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list", "get"],
  viewFields: "all",
  seed: { list: "wrapupCodes" },
  divisioned: true,
  inAllDivisions: "default",
  dated: true,
  nameTaken: conflicting("A wrap-up code with the name '{name}' already exists."),
};
