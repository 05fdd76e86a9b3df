import { createPlain } from "../resources/plain-actions.ts";
import type { PlainResource } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-routes.ts";
import { resourcesNamed } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";

const common = {
  versioned: false,
  required: ["name"],
  nameSearch: "pattern",
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
} as const;

export const skill: PlainResource = {
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
  divisioned: false,
  stateful: true,
  dated: false,
  nameTaken: { status: 409, code: "general.conflict", message: "A skill with the name '{name}' already exists." },
};

export const language: PlainResource = {
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
  divisioned: false,
  stateful: true,
  dated: false,
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
  divisioned: true,
  inAllDivisions: "default",
  stateful: false,
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
  migrations: [],
  ...plainService([skill, language, wrapupCode]),
  seed({ store, seed, scope, directory, added }) {
    const wanted: [PlainResource, readonly { name: string; division?: string }[]][] = [
      [skill, seed.skills],
      [language, seed.languages],
      [wrapupCode, seed.wrapupCodes],
    ];
    for (const [spec, entries] of wanted) {
      for (const { name, division } of entries) {
        if (resourcesNamed(store, spec.kind, name).length > 0) continue;
        const home = division === undefined ? undefined : directory.named("division", division)[0];
        createPlain(spec, scope, { name, ...(home ? { division: { id: home.id } } : {}) });
        added(spec.kind, name);
      }
    }
  },
};
