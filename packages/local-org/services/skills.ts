import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const common = {
  required: ["name"],
  nameSearch: "pattern",
  missing: unknownId,
} as const;

const skill: PlainResource = {
  ...common,
  kind: "skill",
  permission: "routing:skill",
  type: "ACDSKILL",
  path: "/api/v2/routing/skills",
  idParam: "skillId",
  operations: {
    list: "getRoutingSkills",
    create: "postRoutingSkills",
    get: "getRoutingSkill",
    remove: "deleteRoutingSkill",
  },
  stateful: true,
  nameTaken: { status: 409, code: "general.conflict", message: "A skill with the name '{name}' already exists." },
};

const language: PlainResource = {
  ...common,
  kind: "language",
  permission: "routing:language",
  readByAll: true,
  type: "ACDLANGUAGE",
  path: "/api/v2/routing/languages",
  idParam: "languageId",
  operations: {
    list: "getRoutingLanguages",
    create: "postRoutingLanguages",
    get: "getRoutingLanguage",
    remove: "deleteRoutingLanguage",
  },
  stateful: true,
  nameTaken: { status: 409, code: "general.conflict", message: "A language with the name '{name}' already exists." },
};

export const wrapupCode: PlainResource = {
  ...common,
  kind: "wrapupCode",
  permission: "routing:wrapupCode",
  type: "ACDWRAPUPCODE",
  path: "/api/v2/routing/wrapupcodes",
  idParam: "codeId",
  operations: {
    list: "getRoutingWrapupcodes",
    create: "postRoutingWrapupcodes",
    get: "getRoutingWrapupcode",
    replace: "putRoutingWrapupcode",
    remove: "deleteRoutingWrapupcode",
  },
  views: { list: "getRoutingWrapupcodesDivisionviews", get: "getRoutingWrapupcodesDivisionview", fields: "all" },
  divisioned: true,
  inAllDivisions: "default",
  dated: true,
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "A wrap-up code with the name '{name}' already exists.",
  },
};

/** What agents can and how they close a conversation: skills, languages, wrap-up codes. */
export const skills: Service = {
  name: "skills",
  ...plainService([skill, language, wrapupCode]),
  seed: (context) => {
    seedPlain(context, skill, context.seed.skills);
    seedPlain(context, language, context.seed.languages);
    seedPlain(context, wrapupCode, context.seed.wrapupCodes);
  },
};
