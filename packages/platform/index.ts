export { permissionAdvice } from "./client/advice.ts";
export { ApiFailure, failureOfConnection, failureOfTransfer, worded } from "./client/failure.ts";
export { Gathered } from "./client/gathered.ts";
export { type Grants, readGrants, refusedRead } from "./client/grants.ts";
export { listAll } from "./client/listing.ts";
export { type ClientOptions, type Connection, PlatformClient } from "./client/platform-client.ts";
export { localRegion, regionDomains, regionMeant, regions } from "./client/regions.ts";
export type { ApiCall } from "./client/session.ts";
export { type Patience, pause, platformPatience } from "./client/waiting.ts";
export {
  copiesOf,
  describeUser,
  type HeldCopy,
  heldCopies,
  isStale,
  publicationOf,
  type User,
} from "./flows/dependencies.ts";
export {
  type Dependency,
  type FlowEntity,
  type FlowVersion,
  flowEntity,
  hasDraft,
  isPublishedBy,
  type JobState,
  publisherOf,
  type RegisteredJob,
  typeOfFlow,
} from "./flows/entities.ts";
export { ExportFailed, exportFlow } from "./flows/export.ts";
export { currentFlow, doubtful, isOlder, knownFlow, lasting, markedDigest, readKnown } from "./flows/late-flows.ts";
export { markDocument, markLine, type OwnershipMark, readMark, sameOwner, withoutMark } from "./flows/mark.ts";
export { FlowPlatform, nameKey } from "./flows/platform.ts";
export { PublishedVersions } from "./flows/published-versions.ts";
export { embeddedPace, lookAgain, type Pace, platformPace, waitsOf } from "./organisation/pace.ts";
export { commandLine, few, messageOf } from "./words.ts";
