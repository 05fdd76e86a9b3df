import type { Context } from "../context.ts";
import { readFlow } from "../reading/flow-file.ts";
import { output } from "./output.ts";

export interface CompileOptions {
  readonly stack: string;
  readonly file: string;
  readonly set?: readonly string[];
  readonly out?: string;
  /** Allows overwriting the input file. */
  readonly force?: boolean;
}

/** Prints the Archy document that is published for a flow: for an export, the export with its substitutions. */
export async function compile(o: CompileOptions, context: Context): Promise<number> {
  const flow = await readFlow(o.file, o, context);
  return output(flow.document().text, { ...o, sources: [o.file] }, context);
}
