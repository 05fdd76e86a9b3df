import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { planPublish } from "../publishing/plan.ts";
import { presentDocument } from "../publishing/present-document.ts";
import { storedView } from "../publishing/stored-view.ts";
import type { Finding } from "../validation/findings.ts";
import { formatVersion } from "../version-table.ts";
import { namedVersion, requestedFlows } from "./flow-reference.ts";
import { presentImmediateJob, registerImmediateJob, requireJob } from "./immediate-jobs.ts";

const PATH = "/api/v2/flows/validate/jobs";

/** Validate jobs: the messages that publishing existing versions would have, against the present organisation. */
export const validateJobRoutes: readonly Route[] = [
  {
    method: "POST",
    path: PATH,
    operation: "postFlowsValidateJobs",
    permission: "architect:jobValidate:create",
    ownRequired: true,
    handler: register,
  },
  {
    method: "GET",
    path: `${PATH}/{jobId}`,
    operation: "getFlowsValidateJob",
    permission: "architect:jobValidate:view",
    handler: (context) => ({ body: presentImmediateJob(context, requireJob(context, "Validate"), { path: PATH }) }),
  },
];

function register(context: Context): Reply {
  const wanted = requestedFlows(bodyObject(context.body));
  const findings = wanted.flatMap((details) => validateOne(context, (details["flow"] ?? {}) as JsonObject));
  const { id, status } = registerImmediateJob(context, { command: "Validate", request: { flows: wanted }, findings });
  return { body: { id, status, totalFlows: wanted.length, selfUri: `${PATH}/${id}` } };
}

function validateOne({ store, directory }: Context, reference: JsonObject): Finding[] {
  const named = namedVersion(store, reference);
  if (!("flow" in named)) return [named];
  const { flow, version } = named;
  const document = presentDocument({ store, directory }, flow, version.version);
  const { findings } = planPublish(document, storedView(store, directory), { createStubs: false });
  return findings.map((finding) => ({
    ...finding,
    explanation: `${flow.name} ${formatVersion(version.version)}: ${finding.explanation}`,
  }));
}
