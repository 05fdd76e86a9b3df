export { type OrganisationCode, organisationCodes } from "./diagnostics.ts";
export { type FaultScenarioInput, faultScenarioSchema } from "./faults/schema.ts";
export type { FurtherPage } from "./further.ts";
export { operations } from "./http/operations.ts";
export type { LoggedRequest } from "./http/request-log.ts";
export type { IncomingCall, OutgoingReply, Tls } from "./http/server.ts";
export { addFaultScenario, seedOrganisation } from "./open.ts";
export { renderOutline } from "./page/outline/render.ts";
export type { Page } from "./page/page.ts";
export type { SeedAddition } from "./seed/apply-seed.ts";
export { parseSeed, readSeed } from "./seed/read-seed.ts";
export { type OrganisationSeed, organisationSeedSchema } from "./seed/schema.ts";
export type { IssuedClient, OwnClient } from "./services/oauth.ts";
export { type LocalOrganisation, type LocalOrganisationOptions, startLocalOrganisation } from "./start.ts";
export { OrganisationFileError } from "./store/file-error.ts";
export { inspectOrganisation } from "./store/inspect.ts";
export {
  type Kept,
  type OrganisationName,
  resetOrganisation,
  restoreOrganisation,
  snapshotOrganisation,
} from "./upkeep/copies.ts";
export {
  type NumberRoute,
  type OpenPublished,
  openPublished,
  type PublishedContent,
  type PublishedFlow,
} from "./upkeep/published.ts";
export {
  type ExportedFlow,
  exportPublishedFlows,
  type OpenRequestLog,
  type OrganisationStatus,
  openRequestLog,
  organisationStatus,
} from "./upkeep/reads.ts";
