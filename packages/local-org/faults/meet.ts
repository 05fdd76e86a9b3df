import { setTimeout } from "node:timers/promises";
import { type AnswerScope, answer, type Interference, partsOf } from "../answer.ts";
import { createdByJob } from "../flows/jobs/job-table.ts";
import { authenticate } from "../http/access.ts";
import { ApiError } from "../http/api-error.ts";
import type { HttpMethod, JsonObject, OrganisationConfig, Reply } from "../http/route.ts";
import type { Router } from "../http/router.ts";
import type { IncomingCall, OutgoingReply } from "../http/server.ts";
import type { SettleScope } from "../service.ts";
import type { Store } from "../store/store.ts";
import { editInArchitect } from "./edit.ts";
import { anyFaults, countCall, type StoredFault, startLag, storedFaults, takeLag } from "./fault-table.ts";
import { chance, type FaultedCall, isDue, matches, readKindOf } from "./match.ts";
import { deletedAsUnknown, htmlPage, notYetThere, rateLimited, refused } from "./refusals.ts";
import type { FaultEffect, ReadKind } from "./schema.ts";

/** The scope in which faults are applied; `settle` completes all work that is due. */
export interface MeetScope extends SettleScope {
  readonly settle: () => void;
  readonly router: Router;
}

/**
 * The effects of faults on a request; undefined if no fault affects it. Requests are counted in the store, so that all
 * processes agree on which request is the n-th. Also makes edits in Architect that are due.
 */
export function meetFaults(scope: MeetScope, coming: IncomingCall): Interference | undefined {
  const { store } = scope;
  if (coming.url.startsWith("/_local/") || !anyFaults(store)) return undefined;
  const { method, headers } = coming;
  const [path, search] = partsOf(coming.url);
  const route = scope.router.match(method as HttpMethod, path)?.route;
  // The embedded organisation's own interface and page are not part of the platform.
  if (route?.unlogged) return undefined;
  const operation = route?.operation;
  return store.transaction(() => {
    scope.settle();
    const client = clientOf(scope, headers["authorization"]);
    const call: MetCall = { method, path, operation, client, reads: readKindOf(operation, search) };
    const met = storedFaults(store).filter((fault) => isMet(scope, fault, call));
    const lagging = call.method === "GET" ? takeLag(store, call.path) : undefined;
    return met.length === 0 && lagging === undefined ? undefined : interference(store, call, met, lagging);
  });
}

interface MetCall extends FaultedCall {
  readonly reads: ReadKind | undefined;
}

/** Whether the fault affects the request; also counts the request. */
function isMet(scope: SettleScope, fault: StoredFault, call: MetCall): boolean {
  const { rule, seed, position } = fault;
  if (rule.do.indexLag || !matches(rule.when, call)) return false;
  if (rule.do.readLag?.seconds !== undefined && !isLate(rule.do.readLag, call)) return false;
  const times = rule.times ?? (rule.do.edit ? 1 : Number.POSITIVE_INFINITY);
  const due = fault.happened < times && isDue(rule.when, { call: fault.calls + 1, seed, position });
  const problem = due && rule.do.edit ? editInArchitect(scope, rule.do.edit) : undefined;
  const met = due && problem === undefined;
  countCall(scope.store, fault.id, { met, problem });
  return met;
}

function isLate({ of }: NonNullable<FaultEffect["readLag"]>, { reads }: MetCall): boolean {
  return reads !== undefined && (of === undefined || of.includes(reads));
}

function interference(
  store: Store,
  call: FaultedCall,
  met: readonly StoredFault[],
  lagging: string | undefined,
): Interference {
  const effects = met.map((fault) => fault.rule.do);
  const first = <T>(pick: (effect: FaultEffect) => T | undefined): T | undefined =>
    effects.map(pick).find((value) => value !== undefined);
  const lags = met.filter((fault) => fault.rule.do.readLag?.times !== undefined);
  const secondsLate = Math.max(0, ...effects.map(({ readLag }) => readLag?.seconds ?? 0));
  return {
    names: [...met.map((fault) => fault.name), ...(lagging === undefined ? [] : [lagging])],
    delayMs: met.reduce((sum, fault) => sum + delay(fault), 0),
    crash: first((effect) => effect.crash),
    reset: first((effect) => effect.reset),
    instead: first(instead) ?? (lagging === undefined ? undefined : { at: "before", error: notYetThere(call.path) }),
    refusal: effects.some(({ deletedAs }) => deletedAs !== undefined) ? deletedAsUnknown : undefined,
    keep: first((effect) => effect.truncate?.keep),
    config: {
      ...(Object.assign({}, ...effects.map(jobSettings)) as Partial<OrganisationConfig>),
      ...(secondsLate > 0 && { readLagMs: secondsLate * 1000 }),
    },
    answered: lags.length === 0 ? undefined : (reply) => startLags(store, lags, createdPath(store, call, reply)),
  };
}

function delay({ rule, seed, position, calls }: StoredFault): number {
  if (!rule.do.latency) return 0;
  const { ms, upTo = ms } = rule.do.latency;
  return Math.round(ms + chance({ seed, position, call: calls + 1 }) * Math.max(0, upTo - ms));
}

function instead({ rateLimit, error, html }: FaultEffect): Interference["instead"] {
  if (rateLimit) return { at: "before", error: rateLimited(rateLimit) };
  if (error) return { at: error.at, error: refused(error) };
  return html && { at: html.at, error: htmlPage(html) };
}

function jobSettings({ job }: FaultEffect): Partial<OrganisationConfig> {
  return {
    ...(job?.durationMs === undefined ? {} : { jobDurationMs: job.durationMs }),
    ...(job?.messages ? { jobMessages: job.messages } : {}),
  };
}

function startLags(store: Store, lags: readonly StoredFault[], path: string | undefined): void {
  if (path === undefined) return;
  for (const { id, rule } of lags) startLag(store, id, { path, times: rule.do.readLag?.times ?? 1 });
}

/**
 * The path at which the created object is read. A flow counts as created when the job that created it reports the flow.
 */
function createdPath(store: Store, call: FaultedCall, { status = 200, body }: Reply): string | undefined {
  if (status >= 300 || typeof body !== "object" || body === null) return undefined;
  const { id, flow, selfUri } = body as JsonObject & { flow?: { id: string } };
  if (call.operation === "getFlowsJob") {
    return flow && createdByJob(store, String(id)) ? `/api/v2/flows/${flow.id}` : undefined;
  }
  const own = `${call.path}/${String(id)}`;
  return call.method === "POST" && !call.path.endsWith("/jobs") && selfUri === own ? own : undefined;
}

function clientOf({ store, clock }: SettleScope, authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  try {
    return authenticate(store, authorization, clock.now()).clientId;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

const RESET: OutgoingReply = { status: 0, headers: {}, body: Buffer.alloc(0), delivery: "reset" };

/** Aborts the transaction of a request if the process did not end, although the fault required it. */
class Crashed extends Error {}

/**
 * Handles a request that faults on demand affect: waits, ends the process, resets the connection or truncates the body.
 * It does so outside the request's transaction, so that no other request has to wait. If `crash` does not end the
 * process, the connection is reset and no response is sent.
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
