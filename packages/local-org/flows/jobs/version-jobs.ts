import { flowTypeOfApi } from "@genesys-flows/architect";
import { ApiError } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { own } from "../../own.ts";
import type { Store } from "../../store/store.ts";
import { deedOf } from "../author.ts";
import { type FlowRow, flowById, flowByName } from "../flow-table.ts";
import { storedView } from "../publishing/organisation-view.ts";
import { planPublish } from "../publishing/plan.ts";
import { presentDocument } from "../publishing/present-document.ts";
import type { Finding } from "../validation/findings.ts";
import { formatVersion, parseVersion, type VersionRow, versionOf } from "../version-table.ts";
import {
  finishJob,
  givenFindings,
  insertJob,
  type JobCommand,
  type JobRow,
  jobById,
  jobStatus,
  presentJob,
  requireJob,
  startJob,
} from "./job-table.ts";

/**
 * Registers a job on existing versions. The result is computed at the time of the request and shown when the job ends.
 * The job fails if the findings contain an error.
 * @param o.each the findings for one entry of the body's `flows`, or a file to download
 */
export function registerVersionJob(
  context: Context,
  o: { command: JobCommand; path: string; each: (entry: JsonObject) => readonly (Finding | ExportedFile)[] },
): Reply {
  const { store, clock, config } = context;
  const deed = deedOf(context);
  const { now } = deed;
  const flows = requestedFlows(bodyObject(context.body));
  const results = flows.flatMap(o.each);
  const { id } = insertJob(store, { command: o.command, request: { flows }, ...deed });
  startJob(store, id, { now, dueAt: now + config.jobDurationMs });
  const findings = [...givenFindings(config.jobMessages), ...results.filter((result) => "code" in result)];
  const failed = findings.some(({ type }) => type === "Error");
  const files = results.filter((result) => !("code" in result));
  finishJob(store, id, { failed, findings, now, download: failed || files.length === 0 ? undefined : files });
  const status = jobStatus(jobById(store, id) as JobRow, clock.now());
  return { body: { id, status, totalFlows: flows.length, selfUri: `${o.path}/${id}` } };
}

/** One file of an export. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** The entries of `flows` in the body of a job. @throws ApiError 400 if it has none */
function requestedFlows(body: JsonObject): JsonObject[] {
  const wanted = body["flows"];
  if (Array.isArray(wanted) && wanted.length > 0) return wanted as JsonObject[];
  throw new ApiError(400, "architect.object.validate.failed", "Failed to validate object.", {
    details: [{ fieldName: "flows" }],
  });
}

/**
 * The version that an entry refers to, by flow id or by type and name. `version` is `3.0`, `published` or `latest`
 * (default). Returns a finding if the version does not exist.
 */
export function namedVersion(store: Store, reference: JsonObject): { flow: FlowRow; version: VersionRow } | Finding {
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

/** An error in a job's request. */
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

const PATH = "/api/v2/flows/validate/jobs";

/**
 * Validate jobs, which return the messages that publishing existing versions in the current organisation would produce.
 */
export const validateJobRoutes: readonly Route[] = [
  route("postFlowsValidateJobs", register, "architect:jobValidate:create", { ownRequired: true }),
  route("getFlowsValidateJob", state, "architect:jobValidate:view"),
];

function register(context: Context): Reply {
  const each = (entry: JsonObject) => validateOne(context, (entry["flow"] ?? {}) as JsonObject);
  return registerVersionJob(context, { command: "Validate", path: PATH, each });
}

function state(context: Context): Reply {
  return { body: presentJob(context, requireJob(context, "Validate"), PATH) };
}

function validateOne(context: Context, reference: JsonObject): Finding[] {
  const named = namedVersion(context.store, reference);
  if (!("flow" in named)) return [named];
  const { flow, version } = named;
  const document = presentDocument(context, flow, version.version);
  const { findings } = planPublish(document, storedView(context));
  return findings.map((finding) => ({
    ...finding,
    explanation: `${flow.name} ${formatVersion(version.version)}: ${finding.explanation}`,
  }));
}
