import type { Detail, ObjectReport, ReportRecording } from "../model/report.ts";

/** What changes in an object, in words. */
export interface ObjectAccount {
  readonly summary?: string | undefined;
  readonly details: readonly Detail[];
  /** Details that are not listed. */
  readonly further: number;
  readonly recordings?: readonly ReportRecording[];
}

/** What changes in an object, and its name where its resource does not say it. */
export type AccountOfObject = Pick<ObjectReport, "summary" | "details" | "further" | "recordings"> & {
  readonly name?: string;
};
