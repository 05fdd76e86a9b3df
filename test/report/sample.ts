import { type FlowReport, REPORT_FORMAT, type Report } from "@genesys-flows/report";

/** A report without changes. */
export function emptyReport(over: Partial<Report> = {}): Report {
  return {
    format: REPORT_FORMAT,
    run: {
      kind: "preview",
      stack: "dev",
      project: "genesys-flows",
      organisation: { embedded: true, id: "f85d5519-6bc8-47c0-8ad8-654f28494f1a", region: "local" },
      ended: "succeeded",
    },
    verdict: {
      text: "Nothing will change.",
      modules: 0,
      flows: 0,
      deleted: 0,
      held: 0,
      moved: 0,
      lost: 0,
      replaced: 0,
      blocking: 0,
    },
    flows: [],
    untouched: [],
    numbers: [],
    objects: [],
    outside: [],
    reach: { flows: 0, numbers: 0 },
    findings: [],
    unchecked: [],
    messages: [],
    ...over,
  };
}

/** A flow that the update republishes. */
export function flowReport(over: Partial<FlowReport> = {}): FlowReport {
  return {
    key: "sales",
    name: "Sales",
    type: "inboundCall",
    isModule: false,
    action: "republish",
    reasons: [
      { kind: "module", module: { key: "pin-authentication", name: "PIN authentication" }, from: "1.0", to: "2.0" },
    ],
    versions: { before: "1.0", after: "2.0" },
    holds: [{ module: { key: "pin-authentication", name: "PIN authentication" }, before: "1.0", after: "2.0" }],
    numbers: ["+13175550100", "+13175550101"],
    addresses: [],
    callers: [],
    changes: [],
    ...over,
  };
}

/** A changed prompt of a module with two callers. */
export function moduleChange(): Report {
  return emptyReport({
    verdict: {
      text: "1 module and 2 flows will be published, nothing deleted.",
      modules: 1,
      flows: 2,
      deleted: 0,
      held: 0,
      moved: 0,
      lost: 0,
      replaced: 0,
      blocking: 0,
      forecast: "About 16 requests and 3 s.",
    },
    flows: [
      flowReport({
        key: "pin-authentication",
        name: "PIN authentication",
        type: "commonModule",
        isModule: true,
        file: "flows/modules/pin-authentication.yaml",
        action: "publish",
        reasons: [{ kind: "own-change" }],
        holds: [],
        numbers: ["+13175550100", "+13175550101", "+13175550110"],
        callers: [
          { key: "sales", name: "Sales" },
          { key: "support", name: "Support" },
        ],
        changes: [
          {
            sign: "~",
            text: 'ask says: "Please enter your four-digit PIN." -> "Please enter your four-digit PIN, followed by the pound key."',
            node: "ask",
            values: {
              label: "ask says",
              from: "Please enter your four-digit PIN.",
              to: "Please enter your four-digit PIN, followed by the pound key.",
            },
            spoken: true,
            place: { file: "flows/modules/pin-authentication.yaml", line: 17, column: 3 },
          },
        ],
        comparison: { available: true, source: "compiled" },
        diagram:
          'flowchart TD\n  start(["PIN authentication"])\n  n_ask[["~ ask<br/>collectInput"]]\n  start --> n_ask\n',
      }),
      flowReport(),
      flowReport({ key: "support", name: "Support", numbers: ["+13175550110"] }),
    ],
    untouched: [
      { key: "claims", name: "Claims" },
      { key: "common-error-handler", name: "Common error handler" },
    ],
    reach: { flows: 3, numbers: 3 },
  });
}
