import type { FlowReport, Report } from "../model/report.ts";

/** A preview on a stand-in for the organisation of a stack. */
export interface StandIn {
  readonly commit: string;
  /** The commit that the preview was compared with, for display. */
  readonly base: string;
  /** Reason why the base could not be deployed. Everything is then shown as new. */
  readonly withoutBase?: string;
}

/**
 * The report of a preview on a stand-in. Versions and times are removed, because they apply only to the stand-in. The
 * checks that were not possible are listed.
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
