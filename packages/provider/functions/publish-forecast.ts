import { availableParallelism } from "node:os";
import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";
import type { ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowDoor } from "../resources/flow/life/flow-organisation.ts";
import { forecast } from "../run/forecast.ts";
import { forecastText, isLarge } from "../run/forecast-text.ts";
import type { PublishPlan } from "../run/publish-plan.ts";

export const getPublishForecastSpec: FunctionSpec = {
  token: tokenOf("getPublishForecast", "getPublishForecast"),
  description:
    "Tells what the update will take, as far as the preview has come: ask in a preview, once every flow is registered. Outside of a preview everything is 0.",
  inputs: {
    parallel: {
      type: "integer",
      minimum: 1,
      description: "Resources that the engine works on at the same time. Pulumi's own default when not set.",
    },
  },
  outputs: {
    flows: { type: "integer", required: true, description: "Flows that will be published." },
    requests: { type: "integer", required: true, description: "Requests that this takes, about." },
    seconds: { type: "integer", required: true, description: "Seconds that this takes, about." },
    text: { type: "string", description: "The same for a person to read. Absent for an update that is not large." },
  },
};

/** What the preview counted, as a forecast. It makes no request of its own. */
export function publishForecast(door: FlowDoor, plan: PublishPlan): ProviderFunction {
  return {
    token: getPublishForecastSpec.token,
    async invoke(operation, given): Promise<Properties> {
      const { parallel } = validArguments(given, getPublishForecastSpec.inputs);
      // Nothing is opened for a preview that found nothing.
      if (plan.flows.length === 0) return { flows: 0, requests: 0, seconds: 0 };
      const { client, jobTimes, pace, progress } = await door.open();
      const { earlierMedian } = jobTimes;
      const conditions = {
        perMinute: client.allowedPerMinute,
        parallel: typeof parallel === "number" ? parallel : 4 * availableParallelism(),
        jobMs: earlierMedian ?? pace.assumedJobMs,
        requestMs: pace.assumedRequestMs,
        jobsKnown: earlierMedian !== undefined,
      };
      const found = forecast(plan, conditions);
      try {
        progress.expect(plan.stack, found.flows);
      } catch (error) {
        operation.log.debug(`The update will count without a total: ${String(error)}`);
      }
      return {
        flows: found.flows,
        requests: found.requests,
        seconds: Math.round(found.milliseconds / 1000),
        ...(isLarge(found) && { text: forecastText(found, conditions) }),
      };
    },
  };
}
