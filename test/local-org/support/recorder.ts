import type { LocalOrganisationOptions } from "@genesys-flows/local-org";
import { referenceFolder } from "../../harness/checkout.ts";
import { type Answered, Contract } from "./contract.ts";

type Observe = NonNullable<LocalOrganisationOptions["onAnswer"]>;

let contract: Contract | undefined | null = null;

/** Loaded once a test file. */
function loadedContract(): Contract | undefined {
  if (contract === null) {
    contract = Contract.load();
    if (!contract) console.warn(`Answers are not validated: there is no reference material in ${referenceFolder}.`);
  }
  return contract;
}

/**
 * Validates every answer of the organisations that it listens to: `startLocalOrganisation({ onAnswer: recorder.observe })`, and
 * at the end of a test `expect(recorder.violations).toEqual([])`.
 */
export class Recorder {
  /** Answers that contradict the platform's description. */
  readonly violations: string[] = [];
  /** Statuses by operation, of what was answered so far. */
  readonly seen = new Map<string, Set<number>>();

  readonly observe: Observe = (call, reply) => {
    const answered: Answered = {
      method: call.method,
      path: call.url.split("?", 1)[0] as string,
      status: reply.status,
      contentType: reply.headers["Content-Type"],
      body: reply.body,
    };
    const known = loadedContract();
    if (!known) return;
    const operation = known.operationOf(answered.method, answered.path);
    if (operation) this.seen.set(operation, (this.seen.get(operation) ?? new Set()).add(answered.status));
    for (const problem of known.problems(answered)) {
      this.violations.push(`${answered.method} ${call.url} ${answered.status}: ${problem}`);
    }
  };
}

/**
 * For a server in a process of its own: an answer that contradicts the platform's description goes out as 503 with the
 * contradiction, so that the test sees it.
 */
export function refuseViolations(): Observe {
  const recorder = new Recorder();
  return (call, reply) => {
    recorder.observe(call, reply);
    if (recorder.violations.length > 0) throw new Error(recorder.violations.splice(0).join("\n"));
  };
}
