import type { Detail, ObjectReport, ReportRecording } from "../model/report.ts";

/** The changes to an object, in words. */
export interface ObjectAccount {
  readonly summary?: string | undefined;
  readonly details: readonly Detail[];
  /** Number of details that are not listed. */
  readonly further: number;
  readonly recordings?: readonly ReportRecording[];
}

/** The changes to an object, and the object's name if its resource has no name. */
export type AccountOfObject = Pick<ObjectReport, "summary" | "details" | "further" | "recordings"> & {
  readonly name?: string;
};
