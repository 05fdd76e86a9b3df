import { setTimeout } from "node:timers/promises";
import type { Timeline } from "@genesys-flows/conversation/call";
import { typedValue, withAnswer } from "./answers.ts";
import { CTRL_C, type Keyboard } from "./keyboard.ts";
import type { Talker } from "./piped.ts";
import type { Voice } from "./speech.ts";
import { questionText, waitingText } from "./words.ts";

export const KEYS =
  "Keys: 0-9 * # are sent immediately; s: say something; w: write something; Enter or space: skip; h or Ctrl-C: hang up.";

const HANGS_UP: ReadonlySet<string> = new Set(["h", CTRL_C]);
const SKIPS: ReadonlySet<string> = new Set(["\r", "\n", " "]);
/** The longest timer that Node supports. */
const LONGEST_MS = 2 ** 31 - 1;

interface Terminal extends Talker {
  readonly keyboard: Keyboard;
  readonly voice: Voice | undefined;
  print(line: string): void;
}

/** Runs a call at a terminal in real time: keys take effect immediately, and the user is asked for missing answers. */
export async function talkAtTerminal(terminal: Terminal): Promise<void> {
  const { call, keyboard, show, print } = terminal;
  let now = 0;
  let waited = "";
  if (terminal.isWritten) {
    const text = await keyboard.line("The first message: ");
    if (text) call.act({ atMs: 0, does: "writes", text });
  }
  for (;;) {
    await show(now);
    const { ending, unanswered } = call.timeline;
    if (now >= ending.at && call.next(now) === undefined) {
      if (!unanswered || !(await answered(terminal, unanswered))) return;
      continue;
    }
    const waiting = call.waitingAt(now);
    // Two keys may arrive in the same millisecond.
    const waits = waiting && waiting.fromMs <= now ? `${waiting.fromMs} ${waitingText(waiting)}` : waited;
    if (waiting && waits !== waited) print(waitingText(waiting));
    waited = waits;
    const starts = waiting && waiting.fromMs > now ? waiting.fromMs : Number.POSITIVE_INFINITY;
    const until = Math.min(call.next(Number.POSITIVE_INFINITY)?.at ?? ending.at, starts);
    const startedAt = performance.now();
    const key = await pressed(terminal, until - now);
    if (key === undefined || SKIPS.has(key)) now = until;
    else now = Math.min(until, Math.round(now + performance.now() - startedAt));
    if (key !== undefined) {
      terminal.voice?.stop();
      await acts(terminal, key, now);
    }
  }
}

/** The next key; undefined if no key is pressed before the given time and the end of the speech. */
async function pressed({ keyboard, voice }: Terminal, ms: number): Promise<string | undefined> {
  const over = new AbortController();
  const clock = setTimeout(Math.min(ms, LONGEST_MS), undefined, { signal: over.signal }).catch(() => undefined);
  try {
    return await keyboard.key(Promise.all([clock, voice?.done]));
  } finally {
    over.abort();
  }
}

async function acts({ call, keyboard }: Terminal, key: string, atMs: number): Promise<void> {
  if (/^[0-9*#]$/.test(key)) call.act({ atMs, does: "presses", keys: key });
  else if (HANGS_UP.has(key)) call.act({ atMs, does: "hangs up" });
  else if (key === "s" || key === "w") {
    const text = await keyboard.line(key === "s" ? "Say: " : "Write: ");
    if (text) call.act({ atMs, does: key === "s" ? "says" : "writes", text });
  }
}

/** Asks the user for a missing response of a system. @returns false if the user does not answer */
async function answered(
  terminal: Terminal,
  { question }: Pick<NonNullable<Timeline["unanswered"]>, "question">,
): Promise<boolean> {
  const { call, keyboard, print } = terminal;
  print(questionText(question));
  const [usual = ""] = question.paths;
  const path = (await keyboard.line(`Answer (${question.paths.join(", ")}) [${usual}]: `))?.trim();
  if (path === undefined) return false;
  const chosen = path === "" ? usual : path;
  if (!question.paths.includes(chosen)) return answered(terminal, { question });
  const outputs: Record<string, unknown> = {};
  const asked = chosen === usual && "outputs" in question ? Object.entries(question.outputs) : [];
  for (const [name, type] of asked) {
    const written = await keyboard.line(`  ${name} (${type ?? "any type"}): `);
    if (written === undefined) return false;
    if (written !== "") outputs[name] = typedValue(written, type);
  }
  call.give((given) => withAnswer(given, question, { path: chosen, outputs }));
  return true;
}
