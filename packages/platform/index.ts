export {
  ApiFailure,
  failureOfConnection,
  failureOfTransfer,
  ifFound,
  permissionAdvice,
  worded,
} from "./client/failure.ts";
export { listAll } from "./client/listing.ts";
export { PlatformClient } from "./client/platform-client.ts";
export { type Patience, pause, platformPatience } from "./client/waiting.ts";
export {
  copiesOf,
  describeUser,
  type HeldCopy,
  heldCopies,
  isStale,
  outsideUsers,
  outsideUsersOfFlow,
  publicationOf,
  type User,
} from "./flows/dependencies.ts";
export {
  type DeletedOutside,
  type Drift,
  type DriftContext,
  deletedText,
  driftOf,
  headlineOf,
  publishedSince,
  type Seen,
  seenOutsideRun,
  sinceAdoption,
} from "./flows/drift.ts";
export {
  type Dependency,
  type FlowEntity,
  type FlowVersion,
  flowEntity,
  hasDraft,
  isPublishedBy,
  type JobState,
  lockHolder,
  lockHolderName,
  publisherOf,
  type RegisteredJob,
  savedDraft,
  typeOfFlow,
} from "./flows/entities.ts";
export { type InterruptedPublish, interruptedPublish, versionBefore } from "./flows/interrupted-publish.ts";
export {
  currentFlow,
  doubtful,
  isOlder,
  knownFlow,
  lasting,
  markedDigest,
  PublishedVersions,
  readKnown,
} from "./flows/late-flows.ts";
export { markDocument, markLine, type OwnershipMark, readMark, sameOwner, withoutMark } from "./flows/mark.ts";
export { ExportFailed, exportFlow, FlowPlatform, nameKey } from "./flows/platform.ts";
export { type DesiredContent, isSameContent, type Whose, whoseVersion } from "./flows/whose-version.ts";
export {
  division,
  flowKinds,
  integration,
  type Kind,
  kindMadeBy,
  madeKinds,
  namedKind,
  namesFlow,
  namesFlowOfType,
  nounOf,
  type ObjectKind,
  permissionTo,
  script,
  type Verb,
  withArticle,
} from "./names/kinds.ts";
export { KnownNames, type NameAnswer } from "./names/known-names.ts";
export {
  checkNumbers,
  flowsOf,
  ivrEntity,
  type LiveIvr,
  liveIvrs,
  numberElsewhere,
  numbersOutside,
  refusesHeld,
} from "./numbers.ts";
export { checkConfig, configProperties } from "./organisation/configuration.ts";
export {
  type Organisation,
  type OrganisationAccess,
  OrganisationSession,
  type RunSettings,
} from "./organisation/organisation.ts";
export { endedJob, lookAgain, type Pace, waitsOf } from "./organisation/pace.ts";
export { SecretKeeper } from "./organisation/secrets.ts";
export { credentialVariables, resolveSettings, type Settings, SettingsError } from "./organisation/settings.ts";
export { commandLine, few } from "./words.ts";
