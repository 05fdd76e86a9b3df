import { createHash } from "node:crypto";
import { ApiError } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, Reply, Route } from "../../http/route.ts";
import { routesOf } from "../../service.ts";
import { deedOf } from "../author.ts";
import { insertJob, presentJob, requireJob, startJob } from "./job-table.ts";
import { type PublishJobRequest, settleDueJobs } from "./settle.ts";

const PATH = "/api/v2/flows/jobs";

/** Headers that the upload must have, because the URL's signature covers them. */
const UPLOAD_HEADERS: Readonly<Record<string, string>> = { "x-amz-server-side-encryption": "AES256" };

/** Publish jobs (reference/platform-api.md §2.1): register, upload the document, poll the result. */
export const publishJobRoutes: readonly Route[] = [
  route("postFlowsJobs", register, "architect:job:create"),
  ...routesOf([["PUT", "/uploads/flows/jobs/{jobId}", "putFlowUpload", "none", upload, { raw: true }]]),
  route("getFlowsJob", state, "architect:job:view"),
];

function register(context: Context): Reply {
  const { store, body, baseUrl, config } = context;
  const { createStubs } = bodyObject(body);
  const request: PublishJobRequest = {
    createStubs: createStubs === true,
    durationMs: config.jobDurationMs,
    messages: config.jobMessages,
  };
  const job = insertJob(store, { command: "Publish", request, ...deedOf(context) });
  return {
    body: {
      id: job.id,
      presignedUrl: `${baseUrl}/uploads/flows/jobs/${job.id}?X-Amz-Signature=${job.signature}`,
      headers: UPLOAD_HEADERS,
      selfUri: `${PATH}/${job.id}`,
    },
  };
}

function upload(context: Context): Reply {
  const { store, query, headers, rawBody, clock, config } = context;
  const job = requireJob(context, "Publish");
  const unsigned = Object.entries(UPLOAD_HEADERS).filter(([name, value]) => headers[name] !== value);
  if (query.get("X-Amz-Signature") !== job.signature || unsigned.length > 0) {
    const missing = unsigned.map(([name, value]) => `${name}: ${value}`).join(", ");
    const text = "The request signature we calculated does not match the signature you provided.";
    throw new ApiError(
      403,
      "SignatureDoesNotMatch",
      missing ? `${text} Send these headers from the job's response: ${missing}` : text,
    );
  }
  const uploadHash = createHash("sha256").update(rawBody).digest("hex");
  if (job.startedAt !== null) {
    if (job.uploadHash === uploadHash) return { status: 200 };
    throw new ApiError(409, "architect.operation.already.in.progress", "The job already has a different document.");
  }
  const now = clock.now();
  const registered = JSON.parse(job.request) as PublishJobRequest;
  const messages = config.jobMessages ?? registered.messages;
  const durationMs = Math.max(config.jobDurationMs, registered.durationMs ?? 0);
  const request: PublishJobRequest = { ...registered, durationMs, messages };
  startJob(store, job.id, { now, dueAt: now + durationMs, upload: rawBody.toString("utf8"), uploadHash, request });
  settleDueJobs(context);
  return { status: 200 };
}

function state(context: Context): Reply {
  return { body: presentJob(context, requireJob(context, "Publish"), PATH) };
}
