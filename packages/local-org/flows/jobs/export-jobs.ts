import { badSignature, notFound } from "../../http/api-error.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { routesOf } from "../../service.ts";
import { exportVersion } from "../export/export-flow.ts";
import { zip } from "../export/zip.ts";
import type { Finding } from "../validation/findings.ts";
import { jobStatus, presentJob, requireJob } from "./job-table.ts";
import { type ExportedFile, jobProblem, namedVersion, registerVersionJob } from "./version-jobs.ts";

const PATH = "/api/v2/flows/export/jobs";

const MAX_NAME = 200;

/** Export jobs: YAML for one flow, a zip archive for several flows (reference/platform-api.md §6). */
export const exportJobRoutes: readonly Route[] = [
  route("postFlowsExportJobs", register, "architect:jobExport:create", { ownRequired: true }),
  route("getFlowsExportJob", state, "architect:jobExport:view"),
  ...routesOf([["GET", "/downloads/flows/export/jobs/{jobId}", "getFlowDownload", "none", download]]),
];

/**
 * Registers an export job. The content is from the time of the request, even if a slow job makes it available later.
 */
function register(context: Context): Reply {
  const each = (entry: JsonObject) => [exportOne(context, entry)];
  return registerVersionJob(context, { command: "Export", path: PATH, each });
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

/** A file name that cannot leave the folder of the unpacked archive, and that every file system accepts. */
function fileName(text: string): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, "_").replace(/^\.+/, "_");
  return safe.toWellFormed().slice(0, MAX_NAME);
}

function state(context: Context): Reply {
  const job = requireJob(context, "Export");
  const body = presentJob(context, job, PATH);
  if (body["status"] !== "Success") return { body };
  const downloadUrl = `${context.baseUrl}/downloads/flows/export/jobs/${job.id}?X-Amz-Signature=${job.signature}`;
  return { body: { ...body, downloadUrl } };
}

function download(context: Context): Reply {
  const job = requireJob(context, "Export");
  if (context.query.get("X-Amz-Signature") !== job.signature) throw badSignature();
  if (jobStatus(job, context.clock.now()) !== "Success" || job.download === null) throw notFound();
  const files = JSON.parse(job.download) as ExportedFile[];
  const [only] = files;
  if (files.length === 1 && only) return { body: only.text, headers: { "Content-Type": "application/x-yaml" } };
  return { body: zip(files), headers: { "Content-Type": "application/zip" } };
}
