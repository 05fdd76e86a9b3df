import { ApiError, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { exportVersion } from "../export/export-flow.ts";
import { zip } from "../export/zip.ts";
import type { Finding } from "../validation/findings.ts";
import { jobProblem, namedVersion, requestedFlows } from "./flow-reference.ts";
import { isOver, presentImmediateJob, registerImmediateJob, requireJob } from "./immediate-jobs.ts";

const PATH = "/api/v2/flows/export/jobs";

const MAX_NAME = 200;

/** One file of an export. */
interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** Export jobs: one flow gives its YAML, several a zip of theirs (reference/platform-api.md §6). */
export const exportJobRoutes: readonly Route[] = [
  {
    method: "POST",
    path: PATH,
    operation: "postFlowsExportJobs",
    permission: "architect:jobExport:create",
    ownRequired: true,
    handler: register,
  },
  {
    method: "GET",
    path: `${PATH}/{jobId}`,
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

/** The content is from the moment of the request, even when a slow job makes it available later. */
function register(context: Context): Reply {
  const wanted = requestedFlows(bodyObject(context.body));
  const results = wanted.map((details) => exportOne(context, details));
  const { id, status } = registerImmediateJob(context, {
    command: "Export",
    request: { flows: wanted },
    findings: results.filter((result): result is Finding => "code" in result),
    download: results,
  });
  return { body: { id, status, totalFlows: wanted.length, selfUri: `${PATH}/${id}` } };
}

function exportOne(context: Context, details: JsonObject): ExportedFile | Finding {
  if (String(details["exportType"] ?? "Yaml").toLowerCase() !== "yaml")
    return jobProblem(
      "export-type",
      "The export type 'Architect' is not supported.",
      "The embedded organisation exports only 'Yaml'.",
    );
  const named = namedVersion(context.store, (details["flow"] ?? {}) as JsonObject);
  if (!("flow" in named)) return named;
  const { flow, version } = named;
  const name = typeof details["fileName"] === "string" ? details["fileName"] : `${flow.name}_v${version.version}-0`;
  return { name: `${fileName(name.replace(/\.ya?ml$/i, ""))}.yaml`, text: exportVersion(context, flow, version) };
}

/** A name that stays in the folder of the unpacked archive, and that every file system accepts. */
function fileName(text: string): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, "_").replace(/^\.+/, "_");
  return safe.toWellFormed().slice(0, MAX_NAME);
}

function state(context: Context): Reply {
  const job = requireJob(context, "Export");
  const body = presentImmediateJob(context, job, { path: PATH });
  if (body["status"] !== "Success") return { body };
  const downloadUrl = `${context.baseUrl}/downloads/flows/export/jobs/${job.id}?X-Amz-Signature=${job.signature}`;
  return { body: { ...body, downloadUrl } };
}

function download(context: Context): Reply {
  const job = requireJob(context, "Export");
  if (context.query.get("X-Amz-Signature") !== job.signature)
    throw new ApiError(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided.",
    );
  if (!isOver(context, job) || job.download === null) throw notFound();
  const files = JSON.parse(job.download) as ExportedFile[];
  const [only] = files;
  if (files.length === 1 && only) return { body: only.text, headers: { "Content-Type": "application/x-yaml" } };
  return { body: zip(files), headers: { "Content-Type": "application/zip" } };
}
