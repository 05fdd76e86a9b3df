import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { routesOf } from "../../service.ts";
import { planPublish } from "../publishing/plan.ts";
import { presentDocument } from "../publishing/present-document.ts";
import { storedView } from "../publishing/stored-view.ts";
import type { Finding } from "../validation/findings.ts";
import { formatVersion } from "../version-table.ts";
import { presentJob, requireJob } from "./job-table.ts";
import { namedVersion, registerVersionJob } from "./version-jobs.ts";

const PATH = "/api/v2/flows/validate/jobs";

/** Validate jobs: the messages that publishing existing versions would have, against the present organisation. */
export const validateJobRoutes = routesOf([
  ["POST", PATH, "postFlowsValidateJobs", "architect:jobValidate:create", register, { ownRequired: true }],
  ["GET", `${PATH}/{jobId}`, "getFlowsValidateJob", "architect:jobValidate:view", state],
]);

function register(context: Context): Reply {
  const each = (entry: JsonObject) => validateOne(context, (entry["flow"] ?? {}) as JsonObject);
  return registerVersionJob(context, { command: "Validate", path: PATH, each });
}

function state(context: Context): Reply {
  return { body: presentJob(context, requireJob(context, "Validate"), PATH) };
}

function validateOne({ store, directory }: Context, reference: JsonObject): Finding[] {
  const named = namedVersion(store, reference);
  if (!("flow" in named)) return [named];
  const { flow, version } = named;
  const document = presentDocument({ store, directory }, flow, version.version);
  const { findings } = planPublish(document, storedView(store, directory));
  return findings.map((finding) => ({
    ...finding,
    explanation: `${flow.name} ${formatVersion(version.version)}: ${finding.explanation}`,
  }));
}
