import { datesOf } from "../resources/plain-actions.ts";
import { conflicting, dependedOn, type PlainResource, unknownId } from "../resources/plain-resource.ts";

/** Knowledge bases, which bot flows refer to. They store no articles here. */
export const knowledgeBase: PlainResource = {
  kind: "knowledgeBase",
  type: "KNOWLEDGEBASE",
  path: "/api/v2/knowledge/knowledgebases",
  operations: ["list", "create", "get", "patch", "remove"],
  seed: { list: "knowledgeBases", body: ({ language, ...body }) => ({ ...body, coreLanguage: language }) },
  permission: "knowledge:knowledgebase",
  required: ["name", "coreLanguage"],
  nameTaken: conflicting("A knowledge base with the name '{name}' already exists."),
  missing: unknownId,
  inUse: dependedOn,
  nameSearch: "start",
  paging: "cursor",
  filters: {
    coreLanguage: ({ document }, values) => values.includes(String(document["coreLanguage"])),
    published: (_, values) => values.includes("true"),
  },
  present: (base) => ({ published: true, faqCount: 0, articleCount: 0, ...datesOf(base) }),
};
