export { permissionAdvice } from "./api/advice.ts";
export { RequestBudget } from "./api/budget.ts";
export { ApiFailure, type FailureKind } from "./api/failure.ts";
export { type Grants, readGrants, refusedRead } from "./api/grants.ts";
export { listAll } from "./api/listing.ts";
export { type Connection, PlatformClient } from "./api/platform-client.ts";
export { localRegion, regions } from "./api/regions.ts";
export type { ApiCall } from "./api/session.ts";
export { type Patience, pause, platformPatience } from "./api/waiting.ts";
export { checkConfig, resolveSettings, type Settings, SettingsError, type Target } from "./config/settings.ts";
export { createProvider } from "./provider.ts";
export { type Drift, driftOf, releasedOf, type Seen } from "./resources/flow/drift/drift.ts";
export { headlineOf } from "./resources/flow/drift/drift-reports.ts";
export { interruptedPublish } from "./resources/flow/drift/interrupted-publish.ts";
export {
  type RecordedFlow,
  recordedFlows,
  type StateResource,
  seenOutsideRun,
} from "./resources/flow/drift/recorded-flow.ts";
export { type VersionQuestion, type Whose, whoseVersion } from "./resources/flow/drift/whose-version.ts";
export { lockHolder, savedDraft } from "./resources/flow/life/lock.ts";
export { copiesOf, type HeldCopy, isStale } from "./resources/flow/reading/dependencies.ts";
export {
  type Dependency,
  type FlowEntity,
  type FlowVersion,
  flowEntity,
  hasDraft,
  isPublishedByPerson,
  publisherOf,
  typeOfFlow,
} from "./resources/flow/reading/entities.ts";
export { ExportFailed, exportFlow } from "./resources/flow/reading/export.ts";
export { markLine, type OwnershipMark, readMark, withoutMark } from "./resources/flow/reading/mark.ts";
export { FlowPlatform, nameKey } from "./resources/flow/reading/platform.ts";
export { outsideUsersOfFlow } from "./resources/inventory/leaving.ts";
export { flowsOf, type LiveIvr, liveIvrs } from "./resources/inventory/live-ivrs.ts";
export { checkNumbers, type NumberCheck } from "./resources/inventory/number-check.ts";
export { numberElsewhere } from "./resources/inventory/numbers-elsewhere.ts";
export { KnownNames, type NameAnswer } from "./resources/names/known-names.ts";
export { namedKind, namesFlowOfType, nounOf } from "./resources/names/named-kinds.ts";
export { type NeededPermission, neededPermissions, type PermissionUses } from "./resources/permissions.ts";
export { lookAgain } from "./run/late.ts";
export { type Organisation, OrganisationSession } from "./run/organisation.ts";
export { PlannedObjects } from "./run/planned-objects.ts";
export { PublishNotes } from "./run/publish-notes.ts";
export { SecretKeeper } from "./run/secrets.ts";
export { providerSchema, providerVersion } from "./schema/provider-schema.ts";
