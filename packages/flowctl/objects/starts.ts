import type { ArchyDocument } from "@genesys-flows/architect";
import type { ObjectContent } from "@genesys-flows/project";
import { seedFor } from "@genesys-flows/stand-in";
import type { ObjectName } from "../objects/names.ts";

/**
 * Initial content for an object that only flows name: the properties that its resource requires, for the user to
 * complete. A data table has the columns that flows read; a prompt has the languages of the flows.
 */
export function startOf({ kind, name }: ObjectName, documents: readonly ArchyDocument[]): ObjectContent {
  const start = STARTS[kind]?.(name, documents) ?? {};
  return { kind, name, properties: start, references: [] };
}

type Start = (name: string, documents: readonly ArchyDocument[]) => Readonly<Record<string, unknown>>;

const STARTS: Readonly<Record<string, Start>> = {
  schedule: () => ({
    start: "2026-01-05T09:00:00.000000",
    end: "2026-01-05T17:00:00.000000",
    rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
  }),
  scheduleGroup: () => ({ timeZone: "UTC", openSchedulesId: [] }),
  prompt: () => ({ resources: [{ language: "en-us", ttsString: "Replace this text." }] }),
  dataTable(name, documents) {
    const table = seedFor({ documents }).dataTables.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const columns = [["key", "string"] as const, ...Object.entries(table?.columns ?? {})];
    return { properties: columns.map(([column, type]) => ({ name: column, type })) };
  },
};
