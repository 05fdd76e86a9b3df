import { setTimeout } from "node:timers/promises";
import { type AnswerScope, answer, type Interference } from "../answer.ts";
import type { IncomingCall, OutgoingReply } from "../http/server.ts";

const RESET: OutgoingReply = { status: 0, headers: {}, body: Buffer.alloc(0), delivery: "reset" };

/** Aborts the transaction of a call in which the process did not end as the fault demanded. */
class Crashed extends Error {}

/**
 * Answers a call that faults on demand affect: waits, ends the process, resets the connection or truncates the body, each
 * outside of the call's transaction, so that no other call waits meanwhile. A process that `crash` does not end resets the
 * connection instead of answering.
 */
export async function answerInterfered(
  scope: AnswerScope,
  call: IncomingCall,
  o: { readonly fault: Interference; readonly crash: () => void },
): Promise<OutgoingReply> {
  const { fault, crash } = o;
  if (fault.delayMs > 0) await setTimeout(fault.delayMs, undefined, { ref: false });
  if (fault.crash === "before") crash();
  if (fault.crash === "before" || fault.reset === "before") return RESET;
  const committing = (): void => {
    crash();
    throw new Crashed();
  };
  try {
    const reply = answer(scope, call, fault.crash === "during" ? { ...fault, committing } : fault);
    if (fault.crash === "after") crash();
    if (fault.crash === "after" || fault.reset === "after") return RESET;
    if (fault.keep === undefined) return reply;
    return { ...reply, delivery: { bytes: Math.floor(reply.body.length * fault.keep) } };
  } catch (error) {
    if (error instanceof Crashed) return RESET;
    throw error;
  }
}
