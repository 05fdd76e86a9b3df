import type { CodeTable } from "./code-table.ts";
import { definitionCodes } from "./definition.ts";
import { readingCodes } from "./reading.ts";
import { structureCodes } from "./structure.ts";
import { valueCodes } from "./values.ts";

/** The codes of the kernel by group, in the order of docs/diagnostics.md. */
export const kernelCodeGroups = {
  "Files that cannot be read": readingCodes,
  "The flow as a whole": structureCodes,
  "Expressions, variables and modules": valueCodes,
  Definitions: definitionCodes,
} as const;

const all = { ...readingCodes, ...structureCodes, ...valueCodes, ...definitionCodes };

export type KernelCode = keyof typeof all;

export const kernelCodes: CodeTable<KernelCode> = all;
