import { z } from "zod";
import { reportSchema } from "./model/report.ts";

/** The JSON Schema of a report. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: "draft-7" });
}
