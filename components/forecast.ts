import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { log } from "./log.ts";

/**
 * In a preview, once every flow is registered: reports how many flows a large update publishes, in which order, and about how
 * long that takes. Reports nothing for a small update, or while updating.
 */
export async function forecastPublishing(): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const parallel = Number(process.env["PULUMI_NODEJS_PARALLEL"]);
  const { text } = await genesyscloud.getPublishForecast(parallel > 0 ? { parallel } : {});
  if (text !== undefined) await log.info(text);
}
