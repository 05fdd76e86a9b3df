import type { Context } from "../context.ts";
import { type ReadOptions, readFlow } from "../reading/flow-file.ts";
import { type OutOptions, output } from "./output.ts";

interface CompileOptions extends ReadOptions, OutOptions {
  readonly file: string;
}

/** Prints the Archy document that is published for a flow: for an export, the export with its substitutions. */
export async function compile(o: CompileOptions, context: Context): Promise<number> {
  const flow = await readFlow(o.file, o, context);
  return output(flow.document().text, { ...o, sources: [o.file] }, context);
}
