/** Where answers differ from the platform's OpenAPI file on purpose, each with its source. */

/**
 * Fields without which the vendor's clients fail (reference/platform-api.md §2.12, §0 rules 4, 11 to 13; reference/terraform-traces/
 * README.md): present and not null wherever the schema is an answer's or an entity's of a listing.
 */
export const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Organization: ["id", "defaultCountryCode"],
  OrganizationProductEntityListing: ["total", "entities"],
  RegisterArchitectJobResponse: ["id", "presignedUrl", "headers"],
  Flow: ["id", "name", "type"],
  IVR: ["id", "name", "dnis", "division"],
  InboundDomain: ["id"],
  Queue: ["id", "name", "division", "memberCount"],
  AuthzDivision: ["id", "name"],
  Prompt: ["id", "name"],
  PromptAsset: ["id", "language"],
  DataTable: ["id", "name", "division"],
  Schedule: ["id", "name", "division", "start", "end"],
  ScheduleGroup: ["id", "name", "division"],
  EmergencyGroup: ["id", "name", "division", "enabled"],
  DIDPool: ["id", "startPhoneNumber", "endPhoneNumber", "state"],
  FlowMilestone: ["id", "name"],
  FlowOutcome: ["id", "name"],
  WrapupCode: ["id", "name"],
  RoutingSkill: ["id", "name"],
  Language: ["id", "name"],
  Action: ["id", "name", "category"],
  QueueMember: ["id", "ringNumber"],
};

/** Of every listing (§0 rule 10). */
export const LISTING = ["entities", "pageNumber", "pageSize", "total", "pageCount"] as const;

/** Listings that come without pages (reference/terraform-traces: what clients read of authorization/products). */
export const UNPAGED = ["OrganizationProductEntityListing"] as const;

/** Fields that an answer has beside those of its schema. */
export const ADDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // §0 rule 10: listings always carry total and pageCount, which the schemas of these leave out.
  QueueMemberEntityListing: { total: "number", pageCount: "number", lastUri: "string" },
  // The embedded organisation says that it is one (docs/local-org.md).
  Organization: { embeddedOrganisation: "boolean" },
};

/** Schemas whose content is the client's own and echoed as posted (§0 rule 19): JSON schemas of tables and actions. */
export const FREE = ["JsonSchemaDocument"] as const;

/** Required lists of the file that do not hold where the schema stands for a part of another: a reply route in a route (reference/
 * terraform-traces: email_route.self_reply), the author of a version. */
export const PARTIAL = ["InboundRoute", "QueueEmailAddress", "User"] as const;
