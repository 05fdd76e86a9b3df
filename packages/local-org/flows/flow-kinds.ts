import { type FlowType, flowTypeOfApi, flowTypes } from "@genesys-flows/architect";
import { own } from "../own.ts";

/** The types of flows in the organisation: Archy's types and `voicemail`, which Archy does not have. */
export type KeptFlowType = FlowType | "voicemail";

/** Names of a flow type in the API and in messages. */
export interface FlowKind {
  readonly type: KeptFlowType;
  readonly title: string;
  /** In responses, such as `INBOUNDCALL`. */
  readonly apiType: string;
  /** In dependency tracking, such as `INBOUNDCALLFLOW`. */
  readonly dependencyType: string;
}

/** Flow types that have inputs and outputs, and whose callers hold snapshots. */
export const EMBEDDED: ReadonlySet<string> = new Set<FlowType>(["commonModule", "botFlow", "digitalBot"]);

/** Types from OpenAPI (`Flow.type`) and dependency tracking. */
const OTHERS: Readonly<Record<string, FlowKind>> = {
  voicemail: { type: "voicemail", title: "voicemail flow", apiType: "VOICEMAIL", dependencyType: "VOICEMAILFLOW" },
};

export function flowKindOf(type: KeptFlowType): FlowKind {
  return own(OTHERS, type) ?? flowTypes[type as FlowType];
}

/** The type with this API name, ignoring case; undefined for an unsupported type. */
export function flowKindOfApi(name: string): FlowKind | undefined {
  return own(OTHERS, name.toLowerCase()) ?? flowTypeOfApi(name);
}

/**
 * The Archy type of a flow that has versions.
 * @throws Error for a type that Archy does not have, whose flows have no versions
 */
export function archyType(type: KeptFlowType): FlowType {
  if (type === "voicemail") throw new Error("Archy has no format for voicemail flows, so they have no document.");
  return type;
}
