import { availableParallelism } from "node:os";
import { integer, type TokenSpec, text, tokenOf } from "../engine/property-specs.ts";
import type { ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowAccess } from "../resources/flow/life/flow-organisation.ts";
import { forecast, forecastText, type PublishPlan } from "../run/forecast.ts";

export const getPublishForecastSpec: TokenSpec = {
  token: tokenOf("getPublishForecast", "getPublishForecast"),
  description:
    "Forecasts the update from the resources that the preview has registered so far. Call it in a preview, after all flows are registered. Outside a preview, all numbers are 0.",
  inputs: {
    parallel: integer("Number of resources that the engine processes at the same time. Default: Pulumi's default.", {
      minimum: 1,
    }),
  },
  outputs: {
    flows: integer("Number of flows that the update will publish.", { required: true }),
    requests: integer("Approximate number of requests.", { required: true }),
    seconds: integer("Approximate time in seconds.", { required: true }),
    text: text("The forecast as text. Omitted if the update publishes nothing."),
  },
};

/** Forecast from the counts of the preview. Makes no requests except those that open the organisation. */
export function publishForecast(access: FlowAccess, plan: PublishPlan): ProviderFunction {
  return {
    token: getPublishForecastSpec.token,
    async invoke(operation, given): Promise<Properties> {
      const { parallel } = validArguments(given, getPublishForecastSpec.inputs);
      // A preview without flows to publish does not open a connection.
      if (plan.flows.length === 0) return { flows: 0, requests: 0, seconds: 0 };
      const { client, jobTimes, pace, progress } = await access.open();
      const { earlierMedian } = jobTimes;
      const conditions = {
        ...client.budget,
        parallel: typeof parallel === "number" ? parallel : 4 * availableParallelism(),
        jobMs: earlierMedian ?? pace.assumedJobMs,
        requestMs: pace.assumedRequestMs,
        jobsKnown: earlierMedian !== undefined,
      };
      const found = forecast(plan, conditions);
      try {
        progress.expect(plan.stack, { flows: found.flows, ids: plan.flows.flatMap(({ id }) => id ?? []) });
      } catch (error) {
        operation.log.debug(`The progress of the update will not show a total: ${String(error)}`);
      }
      return {
        flows: found.flows,
        requests: found.requests,
        seconds: Math.round(found.milliseconds / 1000),
        ...(found.flows > 0 && { text: forecastText(found, conditions) }),
      };
    },
  };
}
