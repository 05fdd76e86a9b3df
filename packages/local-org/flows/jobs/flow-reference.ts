import { flowTypeOfApi } from "@genesys-flows/architect";
import { ApiError } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import { own } from "../../own.ts";
import type { Store } from "../../store/store.ts";
import { type FlowRow, flowById, flowByName } from "../flow-table.ts";
import type { Finding } from "../validation/findings.ts";
import { parseVersion, type VersionRow, versionOf } from "../version-table.ts";

/** A flow and one of its versions, as the job's body names them (`ArchitectFlowReference`). */
export interface NamedVersion {
  readonly flow: FlowRow;
  readonly version: VersionRow;
}

/** The entries of `flows` in the body of a job. @throws ApiError 400 when there are none */
export function requestedFlows(body: JsonObject): JsonObject[] {
  const wanted = body["flows"];
  if (Array.isArray(wanted) && wanted.length > 0) return wanted as JsonObject[];
  throw new ApiError(400, "architect.object.validate.failed", "Failed to validate object.", {
    details: [{ fieldName: "flows" }],
  });
}

/** By id, or by type and name; `version` is `3.0`, `published`, or `latest`, the default. A finding when it does not exist. */
export function namedVersion(store: Store, reference: JsonObject): NamedVersion | Finding {
  const flow = flowOf(store, reference);
  if (!flow)
    return jobProblem("architect.flow.not.found", "Could not find flow with specified ID.", JSON.stringify(reference));
  const wanted = typeof reference["version"] === "string" ? reference["version"].toLowerCase() : "latest";
  const words: Readonly<Record<string, number | null>> = {
    latest: flow.savedVersion,
    published: flow.publishedVersion,
  };
  const version = versionOf(store, flow.id, own(words, wanted) ?? parseVersion(wanted) ?? null);
  if (version) return { flow, version };
  return jobProblem("architect.flow.version.missing", "Specified flow version is missing.", JSON.stringify(reference));
}

/** An error of a job about its request. */
export function jobProblem(code: string, text: string, explanation: string): Finding {
  return { type: "Error", code, text, explanation };
}

function flowOf(store: Store, { id, name, type }: JsonObject): FlowRow | undefined {
  if (typeof id === "string") {
    const flow = flowById(store, id);
    return flow?.deleted ? undefined : flow;
  }
  const info = typeof type === "string" ? flowTypeOfApi(type) : undefined;
  return info && typeof name === "string" ? flowByName(store, info.type, name) : undefined;
}
