import type { FlowReport, Report } from "../model/report.ts";

/** A preview on an organisation that stands in for the one of a stack. */
export interface StandIn {
  readonly commit: string;
  /** The commit with which it was compared, for people. */
  readonly base: string;
  /** Why the base could not be deployed, so that everything is new. */
  readonly withoutBase?: string;
}

/**
 * The report of a preview on a stand-in: without versions and times, which are those of the stand-in, and with what could not be
 * checked.
 */
export function asStandIn(report: Report, { commit, base, withoutBase }: StandIn): Report {
  const { run, verdict, flows, outside: _, ...rest } = report;
  const { forecast: __, ...counted } = verdict;
  const missing =
    withoutBase === undefined ? [] : [`${base} could not be deployed, so every flow is shown as new: ${withoutBase}`];
  return {
    ...rest,
    run: { ...run, organisation: { embedded: true }, base, commit, standIn: true },
    verdict: counted,
    flows: flows.map(withoutVersions),
    outside: [],
    unchecked: [
      ...missing,
      `Names, drift and locks were not checked against the organisation of ${run.stack}: this preview ran on a stand-in.`,
      ...rest.unchecked,
    ],
  };
}

function withoutVersions(flow: FlowReport): FlowReport {
  return {
    ...flow,
    versions: {},
    holds: flow.holds.map(({ module }) => ({ module })),
    reasons: flow.reasons.map((reason) => {
      if (reason.kind === "module") return { kind: "module", module: reason.module };
      return reason.kind === "pinned" ? { ...reason, version: undefined } : reason;
    }),
  };
}
