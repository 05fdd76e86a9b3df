import { flowTypeOfApi, flowTypes } from "@genesys-flows/architect";
import { ApiError, notFound } from "../../http/apiError.ts";
import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/types.ts";
import { authorOf } from "../author.ts";
import { exportFlow } from "../export/exportFlow.ts";
import { zip } from "../export/zip.ts";
import { type FlowRow, flowById, flowByName } from "../flowTable.ts";
import type { Finding } from "../validation/findings.ts";
import { finishJob, insertJob, type JobRow, jobById, startJob } from "./jobTable.ts";
import { jobMessages } from "./messages.ts";

/** One file of an export. */
interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** Export jobs: one flow gives its YAML, several a zip of theirs (reference/platform-api.md §6). */
export const exportJobRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/api/v2/flows/export/jobs",
    operation: "postFlowsExportJobs",
    permission: "architect:jobExport:create",
    handler: register,
  },
  {
    method: "GET",
    path: "/api/v2/flows/export/jobs/{jobId}",
    operation: "getFlowsExportJob",
    permission: "architect:jobExport:view",
    handler: state,
  },
  {
    method: "GET",
    path: "/downloads/flows/export/jobs/{jobId}",
    operation: "getFlowDownload",
    auth: "none",
    handler: download,
  },
];

/** The content is that of the moment of the request; with slow jobs it can be fetched later only. */
function register(context: Context): Reply {
  const { store, caller, clock, config } = context;
  const wanted = bodyObject(context.body)["flows"];
  if (!Array.isArray(wanted) || wanted.length === 0)
    throw new ApiError(400, "architect.object.validate.failed", "Failed to validate object.", {
      details: [{ fieldName: "flows" }],
    });
  const now = clock.now();
  const job = insertJob(store, { command: "Export", author: authorOf(caller), request: { flows: wanted }, now });
  startJob(store, job.id, { now, dueAt: now + config.jobDurationMs });
  const files: ExportedFile[] = [];
  const findings: Finding[] = [];
  for (const details of wanted) {
    const result = exportOne(context, details as JsonObject);
    if ("text" in result && "name" in result) files.push(result);
    else findings.push(result);
  }
  const failed = findings.length > 0;
  finishJob(store, job.id, {
    status: failed ? "Failure" : "Success",
    messages: jobMessages(findings, now),
    download: failed ? undefined : files,
  });
  const { id, status } = presentState(context, jobById(store, job.id) as JobRow);
  return { body: { id, status, totalFlows: wanted.length, selfUri: `/api/v2/flows/export/jobs/${job.id}` } };
}

function exportOne(context: Context, details: JsonObject): ExportedFile | Finding {
  const reference = (details["flow"] ?? {}) as JsonObject;
  if (String(details["exportType"] ?? "Yaml").toLowerCase() !== "yaml")
    return problem(
      "export-type",
      "The export type 'Architect' is not supported.",
      "This organisation exports 'Yaml' only.",
    );
  const flow = flowOf(context, reference);
  if (!flow)
    return problem("architect.flow.not.found", "Could not find flow with specified ID.", JSON.stringify(reference));
  const exported = exportFlow(
    context,
    flow,
    typeof reference["version"] === "string" ? reference["version"] : undefined,
  );
  if (!exported)
    return problem("architect.flow.version.missing", "Specified flow version is missing.", JSON.stringify(reference));
  const name = typeof details["fileName"] === "string" ? details["fileName"] : `${flow.name}_v${exported.version}-0`;
  return { name: `${name.replace(/\.ya?ml$/i, "")}.yaml`, text: exported.text };
}

function flowOf({ store }: Context, reference: JsonObject): FlowRow | undefined {
  const { id, name, type } = reference;
  if (typeof id === "string") {
    const flow = flowById(store, id);
    return flow?.deleted ? undefined : flow;
  }
  const info = typeof type === "string" ? flowTypeOfApi(type) : undefined;
  return info && typeof name === "string" ? flowByName(store, flowTypes[info.type].type, name) : undefined;
}

function problem(code: string, text: string, explanation: string): Finding {
  return { type: "Error", code, text, explanation };
}

function state(context: Context): Reply {
  const job = requireJob(context);
  const body = presentState(context, job);
  const messages = context.query.all("expand").includes("messages") && body["status"] !== "Started";
  return { body: { ...body, ...(messages ? { messages: JSON.parse(job.messages ?? "[]") } : {}) } };
}

/** Never `Registered`: clients take that for an error (reference/platform-api.md §2.1). */
function presentState({ baseUrl, clock }: Context, job: JobRow): JsonObject {
  const running = (job.dueAt ?? 0) > clock.now();
  const status = running ? "Started" : job.status;
  return {
    id: job.id,
    status,
    command: job.command,
    ...(status === "Success"
      ? { downloadUrl: `${baseUrl}/downloads/flows/export/jobs/${job.id}?X-Amz-Signature=${job.signature}` }
      : {}),
    selfUri: `/api/v2/flows/export/jobs/${job.id}`,
  };
}

function download(context: Context): Reply {
  const job = requireJob(context);
  if (context.query.get("X-Amz-Signature") !== job.signature)
    throw new ApiError(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided.",
    );
  if ((job.dueAt ?? 0) > context.clock.now() || job.download === null) throw notFound();
  const files = JSON.parse(job.download) as ExportedFile[];
  const [only] = files;
  if (files.length === 1 && only) return { body: only.text, headers: { "Content-Type": "application/x-yaml" } };
  return { body: zip(files), headers: { "Content-Type": "application/zip" } };
}

function requireJob({ store, params }: Context): JobRow {
  const job = jobById(store, params["jobId"] ?? "");
  if (job?.command === "Export") return job;
  throw notFound("Could not find the job with specified ID.", "architect.job.not.found");
}
