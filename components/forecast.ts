import { formatDiagnostic } from "@genesys-flows/architect";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { log } from "./log.ts";

/**
 * In a preview, once every flow is registered: reports how many flows the update publishes, in which order, and about how long that
 * takes. Reports nothing for an update that publishes nothing, or while updating.
 */
export async function forecastPublishing(): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const parallel = Number(process.env["PULUMI_NODEJS_PARALLEL"]);
  const { text } = await genesyscloud.getPublishForecast(parallel > 0 ? { parallel } : {});
  if (text !== undefined) await log.info(formatDiagnostic({ code: "forecast", severity: "note", message: text }));
}
