import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";

/**
 * In a preview, once every flow is registered: tells how many flows a large update publishes, in which order, and about how
 * long that takes. Small updates, and updates themselves, say nothing.
 *
 * @param flows every flow of the program
 */
export function forecastPublishing(flows: readonly genesyscloud.Flow[]): void {
  if (!pulumi.runtime.isDryRun() || flows.length === 0) return;
  const parallel = Number(process.env["PULUMI_NODEJS_PARALLEL"]);
  pulumi.all(flows.map((flow) => flow.urn)).apply(async () => {
    const { text } = await genesyscloud.getPublishForecast(parallel > 0 ? { parallel } : {});
    if (text !== undefined) await pulumi.log.info(text);
  });
}
