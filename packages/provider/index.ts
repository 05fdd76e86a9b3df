export { createProvider } from "./provider.ts";
export { type Drift, driftOf, releasedOf, type Seen } from "./resources/flow/drift/drift.ts";
export { deletedText, headlineOf } from "./resources/flow/drift/drift-reports.ts";
export { interruptedPublish } from "./resources/flow/drift/interrupted-publish.ts";
export {
  type RecordedFlow,
  recordedFlows,
  type StateResource,
  seenOutsideRun,
} from "./resources/flow/drift/recorded-flow.ts";
export { type VersionQuestion, type Whose, whoseVersion } from "./resources/flow/drift/whose-version.ts";
export { lockHolder, savedDraft } from "./resources/flow/life/lock.ts";
export { outsideUsersOfFlow } from "./resources/inventory/leaving.ts";
export { flowsOf, type LiveIvr, liveIvrs } from "./resources/inventory/live-ivrs.ts";
export { checkNumbers, type NumberCheck } from "./resources/inventory/number-check.ts";
export { numberElsewhere } from "./resources/inventory/numbers-elsewhere.ts";
export { KnownNames, type NameAnswer } from "./resources/names/known-names.ts";
export { namedKind, namesFlowOfType, nounOf } from "./resources/names/named-kinds.ts";
export { type NeededPermission, neededPermissions, type PermissionUses } from "./resources/permissions.ts";
export { PlannedObjects } from "./run/planned-objects.ts";
export { PublishNotes } from "./run/publish-notes.ts";
export { providerSchema, providerVersion } from "./schema/provider-schema.ts";
