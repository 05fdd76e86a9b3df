import { type FlowType, flowTypeOfApi, flowTypes } from "@genesys-flows/architect";
import { own } from "../own.ts";

/** The types of flows that the organisation keeps: those of Archy, and `voicemail`, which has no form in Archy. */
export type KeptFlowType = FlowType | "voicemail";

/** How the API and people call a type of flows. */
export interface FlowKind {
  readonly type: KeptFlowType;
  readonly title: string;
  /** As answers name it, such as `INBOUNDCALL`. */
  readonly apiType: string;
  /** In dependency tracking, such as `INBOUNDCALLFLOW`. */
  readonly dependencyType: string;
}

/** OpenAPI, `Flow.type` and the types of dependency tracking. */
const OTHERS: Readonly<Record<string, FlowKind>> = {
  voicemail: { type: "voicemail", title: "voicemail flow", apiType: "VOICEMAIL", dependencyType: "VOICEMAILFLOW" },
};

export function flowKindOf(type: KeptFlowType): FlowKind {
  return own(OTHERS, type) ?? flowTypes[type as FlowType];
}

/** The type that the API calls so, whatever the case; undefined for one that is not kept here. */
export function flowKindOfApi(name: string): FlowKind | undefined {
  return own(OTHERS, name.toLowerCase()) ?? flowTypeOfApi(name);
}

/** The type as Archy has it: of a flow that has versions. @throws Error for one that has no form in Archy, and so no version */
export function archyType(type: KeptFlowType): FlowType {
  if (type === "voicemail") throw new Error("A voicemail flow has no form in Archy, so there is no document of one.");
  return type;
}
