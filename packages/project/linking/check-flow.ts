import { AskedModules, sameAnswers } from "../cache/asked.ts";
import type { FlowCache } from "../cache/flow-cache.ts";
import type { KeptFlow } from "../reading/files.ts";
import type { ReadFlow } from "../reading/flow.ts";
import { type FlowFindings, findingsIn } from "./findings.ts";
import { type LinkedFlow, linkFlow } from "./link.ts";
import type { Modules } from "./modules.ts";

/** A flow and the findings in it. */
export interface Checked {
  /** Absent with mistakes. */
  readonly linked?: LinkedFlow | undefined;
  readonly found: FlowFindings;
}

/** Links a flow and checks it against the modules of the project, unless an earlier run did with the same modules. */
export function checkFlow(flow: ReadFlow | KeptFlow, modules: Modules, cache: FlowCache | undefined): Checked {
  if ("kept" in flow) return sameAnswers(flow.kept.asked, modules) ? flow.kept : checkFlow(flow.read(), modules, cache);
  const seen = new AskedModules(modules);
  const result = linkFlow(flow, seen);
  const found = findingsIn(result, seen);
  const { asked } = seen;
  const { reading } = flow;
  const { flow: linked } = result;
  if (!cache || !reading || !linked || !asked) return { linked, found };
  return cache.keep({ ...reading, asked, linked, found }) ?? { linked, found };
}
