import { kindRow } from "./kinds.ts";

/** Files for kinds that people expect together; every other kind has its own file. */
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

/** The file for new objects of a kind that no file has yet, in the flow folder. */
export function fileForKind(kind: string): string {
  return FILES[kind] ?? `${kindRow(kind).key}.yaml`;
}
