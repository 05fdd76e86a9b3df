import { kindRow } from "./kinds.ts";

/** Where people look for the objects of kinds that belong together; another kind has a file of its own. */
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

/** The file for new objects of a kind, in the folder of the flow files, where no file has the kind yet. */
export function fileForKind(kind: string): string {
  return FILES[kind] ?? `${kindRow(kind).key}.yaml`;
}
