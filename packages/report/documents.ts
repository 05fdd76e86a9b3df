import { z } from "zod";
import { reportSchema } from "./model/report.ts";

export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: "draft-7" });
}
