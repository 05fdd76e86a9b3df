import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { log } from "./log.ts";

/**
 * In a preview, once every flow is registered: says how many flows a large update publishes, in which order, and about how
 * long that takes. Small updates, and updates themselves, say nothing.
 */
export async function forecastPublishing(): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const parallel = Number(process.env["PULUMI_NODEJS_PARALLEL"]);
  const { text } = await genesyscloud.getPublishForecast(parallel > 0 ? { parallel } : {});
  if (text !== undefined) await log.info(text);
}
