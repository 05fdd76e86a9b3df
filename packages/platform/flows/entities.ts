import type { FlowType } from "@genesys-flows/architect";
import { flowTypeOfApi } from "@genesys-flows/architect/flow-types";
import { z } from "zod";

export const reference = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() });

/** A version of a flow. `datePublished` is absent if the version was only saved or checked in. */
export const flowVersion = z.looseObject({
  id: z.string(),
  datePublished: z.string().nullish(),
  dateSaved: z.number().nullish(),
  createdBy: reference.nullish(),
  createdByClient: reference.nullish(),
});

export type FlowVersion = z.infer<typeof flowVersion>;

/** A flow as the platform returns it (reference/platform-api.md §6). */
export const flowEntity = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  description: z.string().nullish(),
  /** Whether the platform created the flow. Its description cannot be changed, so it has no ownership mark. */
  system: z.boolean().nullish(),
  division: reference.nullish(),
  publishedVersion: flowVersion.nullish(),
  savedVersion: flowVersion.nullish(),
  publishedBy: reference.nullish(),
  lockedUser: reference.nullish(),
  lockedClient: reference.nullish(),
});
export type FlowEntity = z.infer<typeof flowEntity>;

export const job = z.looseObject({
  id: z.string(),
  presignedUrl: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
});
export type RegisteredJob = z.infer<typeof job>;

export const jobState = z.looseObject({
  status: z.string().nullish(),
  flow: z.looseObject({ id: z.string() }).nullish(),
  messages: z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        text: z.string().nullish(),
        details: z.array(z.looseObject({ errorMessage: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});
export type JobState = z.infer<typeof jobState>;

export const exportJob = z.looseObject({ id: z.string() });

export const exportState = jobState
  .pick({ status: true, messages: true })
  .extend({ downloadUrl: z.string().nullish() });
export type ExportState = z.infer<typeof exportState>;

export const dependency = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  version: z.string().nullish(),
  type: z.string().nullish(),
});
export type Dependency = z.infer<typeof dependency>;

/** The Archy type of a flow. @throws Error for an unsupported type */
export function typeOfFlow(flow: FlowEntity): FlowType {
  const info = flowTypeOfApi(flow.type);
  if (info) return info.type;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) is of type ${flow.type}, which this provider does not support.`,
  );
}

export function publisherOf(flow: FlowEntity): string | undefined {
  const { publishedBy, publishedVersion } = flow;
  const who = publishedBy ?? publishedVersion?.createdBy ?? publishedVersion?.createdByClient;
  return who?.name ?? who?.id ?? undefined;
}

/**
 * Whether this client published the current version, and not a person or a different client. @param clientId undefined
 * if unknown, as with an access token; a version published by any client then counts
 */
export function isPublishedBy({ publishedVersion: version }: FlowEntity, clientId: string | undefined): boolean {
  if (!version || version.createdBy != null) return false;
  const by = version.createdByClient?.id;
  return by == null || clientId === undefined || by === clientId;
}

export function hasDraft(flow: FlowEntity): boolean {
  return flow.savedVersion != null && flow.savedVersion.id !== flow.publishedVersion?.id;
}

/** Who has the flow checked out: `user Ann`, `client Nightly maintenance`. Undefined for this client. */
export function lockHolder(flow: FlowEntity, clientId?: string): string | undefined {
  const name = lockHolderName(flow, clientId);
  return name && `${flow.lockedUser ? "user" : "client"} ${name}`;
}

/**
 * The name of the user or client that has the flow checked out, or its id if the name is unknown. Undefined for this
 * client.
 */
export function lockHolderName({ lockedUser, lockedClient }: FlowEntity, clientId?: string): string | undefined {
  if (!lockedUser && clientId !== undefined && lockedClient?.id === clientId) return undefined;
  const holder = lockedUser ?? lockedClient;
  return holder?.name ?? holder?.id ?? undefined;
}

/** Reports an unpublished draft in one sentence; undefined if the flow has no draft. */
export function savedDraft(flow: FlowEntity): string | undefined {
  const { savedVersion: saved } = flow;
  if (!saved?.dateSaved || !hasDraft(flow)) return undefined;
  const when = new Date(saved.dateSaved).toISOString();
  return `Somebody saved version ${saved.id} of the flow at ${when} but did not publish it.`;
}
