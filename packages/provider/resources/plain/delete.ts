import { z } from "zod";
import { ApiFailure } from "../../api/failure.ts";
import { pause } from "../../api/waiting.ts";
import { pathOf, readLive } from "./live.ts";
import type { LifeContext, PlainResourceSpec } from "./spec.ts";

/**
 * Deletes the object and waits until it is gone. What is gone already is done. A refusal because it is still in use is waited
 * for a bounded time: its users may be on their way out, and the platform notes that late.
 *
 * @throws ApiFailure; Error when the platform still shows it at the end of the wait
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
      context.log.progress("still in use; waiting for its users to go");
      await pause(pace.deletePollMs, context.signal);
    }
  }
  const goneBy = performance.now() + pace.deleteLimitMs;
  while (await readLive(spec, context, id)) {
    if (performance.now() > goneBy) {
      throw new Error(
        `The platform took the deletion of the ${spec.noun} ${id}, but shows it still after ${pace.deleteLimitMs / 1000} s. ` +
          "Run the same command again; it goes on from here.",
      );
    }
    context.log.progress("waiting until it is gone");
    await pause(pace.deletePollMs, context.signal);
  }
}
