import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pipedLine } from "./piped-line.ts";
import type { TalkedCall } from "./talked-call.ts";

export interface Talker {
  readonly call: TalkedCall;
  /** Whether the customer begins the conversation with an e-mail or a message. */
  readonly isWritten: boolean;
  /** Prints everything up to the given time. */
  show(untilMs: number): Promise<void>;
}

/**
 * Runs a call with lines of input. Each action happens when the flow waits for the caller. After the last action, the
 * caller remains silent.
 * @throws UsageError for a line that is not a caller action
 */
export async function talkByLines({ call, isWritten, show }: Talker, input: Readable): Promise<void> {
  let now = 0;
  let isFirst = true;
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const said = pipedLine(line, number);
    if (!said || call.timeline.unanswered) continue;
    if (isFirst && isWritten && said.does === "writes") call.act({ atMs: 0, ...said });
    else {
      const { fromMs } = call.waitingAt(now) ?? { fromMs: now };
      now = Math.max(now, fromMs) + (said.does === "waits" ? said.ms : 0);
      if (now > call.timeline.ending.at) break;
      await show(now);
      if (said.does !== "waits") call.act({ atMs: now, ...said });
    }
    isFirst = false;
  }
  await show(Number.POSITIVE_INFINITY);
}
