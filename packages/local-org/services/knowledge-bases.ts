import { dependedOn, type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** A knowledge base; it keeps no articles. */
const knowledgeBase: PlainResource = {
  kind: "knowledgeBase",
  type: "KNOWLEDGEBASE",
  path: "/api/v2/knowledge/knowledgebases",
  idParam: "knowledgeBaseId",
  operations: {
    list: "getKnowledgeKnowledgebases",
    create: "postKnowledgeKnowledgebases",
    get: "getKnowledgeKnowledgebase",
    patch: "patchKnowledgeKnowledgebase",
    remove: "deleteKnowledgeKnowledgebase",
  },
  permission: "knowledge:knowledgebase",
  required: ["name", "coreLanguage"],
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "A knowledge base with the name '{name}' already exists.",
  },
  missing: unknownId,
  inUse: dependedOn,
  nameSearch: "start",
  paging: "cursor",
  filters: {
    coreLanguage: ({ document }, values) => values.includes(String(document["coreLanguage"])),
    published: (_, values) => values.includes("true"),
  },
  present: ({ created, modified }) => ({
    published: true,
    faqCount: 0,
    articleCount: 0,
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
  }),
};

/** Knowledge bases, of which bot flows name one. */
export const knowledgeBases: Service = {
  name: "knowledgeBases",
  ...plainService([knowledgeBase]),
  seed: (context) =>
    seedPlain(context, knowledgeBase, context.seed.knowledgeBases, ({ language, ...body }) => ({
      ...body,
      coreLanguage: language,
    })),
};
