import type { Findings } from "./findings.ts";
import { githubFindings } from "./github.ts";
import { jsonFindings } from "./json.ts";
import { sarifFindings } from "./sarif.ts";

/** Formats of findings for machines: one text, which goes to the standard output. */
export const machineFormats: Readonly<Record<string, (found: Findings) => string>> = {
  json: jsonFindings,
  sarif: sarifFindings,
  github: githubFindings,
};
