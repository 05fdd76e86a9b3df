import { ApiFailure, pause } from "@genesys-flows/platform";
import { z } from "zod";
import { pathOf, readLive } from "./live.ts";
import type { LifeContext, PlainResourceSpec } from "./spec.ts";

/**
 * Deletes the object and waits until it no longer exists. An object that does not exist is not a failure. If the
 * platform refuses because the object is in use, retries for a limited time: this update may also be deleting the
 * objects that use it, and the platform may notice this only later.
 * @throws ApiFailure; Error if the platform still shows the object when the time is up
 */
export async function deleteLive(spec: PlainResourceSpec, context: LifeContext, id: string): Promise<void> {
  const { pace } = context.organisation;
  const path = pathOf(spec, id);
  const usedUntil = performance.now() + pace.inUseLimitMs;
  for (;;) {
    try {
      await context.client.call({ method: "DELETE", path, query: spec.deleteQuery, repeatable: true }, z.unknown());
      break;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (error.kind === "not-found") return;
      const inUse = error.status !== undefined && (spec.inUse ?? [409]).includes(error.status);
      if (!inUse || performance.now() + pace.deletePollMs > usedUntil) throw error;
      context.log.progress("still in use; waiting until nothing uses it");
      await pause(pace.deletePollMs, context.signal);
    }
  }
  const goneBy = performance.now() + pace.deleteLimitMs;
  while (await readLive(spec, context, id)) {
    if (performance.now() > goneBy) {
      throw new Error(
        `The platform accepted the deletion of the ${spec.noun} ${id}, but still shows it after ${pace.deleteLimitMs / 1000} s. ` +
          "Run the same command again to continue.",
      );
    }
    context.log.progress("waiting until it no longer exists");
    await pause(pace.deletePollMs, context.signal);
  }
}
