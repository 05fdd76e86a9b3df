import { count } from "@genesys-flows/architect/count";
import { ApiFailure, pause } from "@genesys-flows/platform";
import { type Context, formNamed, UsageError } from "../context.ts";
import { inOrganisation, type OpenStack } from "../open-stack.ts";
import { loadForStack } from "../stack-file.ts";
import { formats, isProven } from "../verify/formats.ts";
import { verified } from "../verify/verify.ts";
import { type OutOptions, output } from "./output.ts";

interface VerifyOptions extends OutOptions {
  readonly stack: string;
  readonly module?: string;
  readonly prefix?: string;
  readonly outcomes?: boolean;
  /** Number of days after which a draft counts as old. */
  readonly drafts: string;
  readonly format: string;
  /** Number of seconds between two checks; `true` for the default. */
  readonly watch?: string | true;
}

const WATCH_SECONDS = 60;
const DAY_MS = 86_400_000;

/**
 * Checks whether the organisation matches the stack's source; or lists the callers of a module, with the version that
 * each caller holds.
 * @returns 1 if a check fails or its result is unknown
 */
export async function verify(o: VerifyOptions, context: Context): Promise<number> {
  const format = formNamed(formats, o.format);
  if (o.module === undefined && (o.prefix !== undefined || o.outcomes))
    throw new UsageError("--prefix and --outcomes need --module NAME.");
  const days = positive(o.drafts, "--drafts");
  const every = o.watch === undefined ? undefined : o.watch === true ? WATCH_SECONDS : positive(o.watch, "--watch");
  const project = await loadForStack(context, o.stack);
  let requests = 0;
  const onAnswer = () => void requests++;
  const watched = async (stack: OpenStack): Promise<number> => {
    const organisation = stack.organisation.name;
    const forecast = (coming: number) =>
      context.err(`Reading ${organisation}: about ${count(requests + coming, "request")}.\n`);
    try {
      for (let last = ""; ; ) {
        const startedAt = performance.now();
        requests = 0;
        const question = { ...o, oldBefore: Date.now() - days * DAY_MS };
        const found = await verified(question, { stack, project }, context, forecast);
        const seconds = (performance.now() - startedAt) / 1000;
        const result = { stack: o.stack, organisation, ...found, requests, seconds };
        const shown = JSON.stringify(result.findings);
        if (shown !== last) {
          if (o.out === undefined && o.format === "text") context.out(format(result));
          else output(format(result), { ...o, sources: [] }, context);
        }
        last = shown;
        if (every === undefined) return isProven(result) ? 0 : 1;
        await pause(every * 1000, stack.signal);
      }
    } catch (error) {
      if (stack.signal.aborted) return 0;
      if (!(error instanceof ApiFailure)) throw error;
      context.err(`${error.message}\n`);
      return 1;
    }
  };
  return inOrganisation(o.stack, context, watched, { onAnswer });
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`${option} ${text}: write a number greater than 0.`);
}
