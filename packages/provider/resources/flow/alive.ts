import { ApiFailure } from "../../api/failure.ts";
import type { FlowPlatform } from "./platform.ts";

/**
 * Whether a flow exists, by a write: reads may show one that was deleted a moment ago. It is checked out and given back. A
 * flow that somebody has checked out exists, and so does one that this client may not check out.
 */
export async function isAlive(flows: FlowPlatform, id: string): Promise<boolean> {
  try {
    await flows.checkout(id);
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return false;
    if (error instanceof ApiFailure && (error.kind === "conflict" || error.kind === "permission")) return true;
    throw error;
  }
  await flows.unlock(id);
  return true;
}
