import { kindRow } from "./kinds.ts";

/** Files for kinds that belong together; every other kind has its own file. */
const FILES: Readonly<Record<string, string>> = {
  schedule: "hours.yaml",
  scheduleGroup: "hours.yaml",
  emergencyGroup: "hours.yaml",
  queue: "queues.yaml",
  skill: "queues.yaml",
  language: "queues.yaml",
  wrapupCode: "queues.yaml",
  dataTable: "data.yaml",
  dataAction: "data.yaml",
  emailDomain: "email.yaml",
  flowOutcome: "outcomes.yaml",
  flowMilestone: "outcomes.yaml",
};

/** The file in the flow folder for new objects of a kind that no file declares yet. */
export function fileForKind(kind: string): string {
  return FILES[kind] ?? `${kindRow(kind).key}.yaml`;
}
