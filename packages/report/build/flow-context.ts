import type { FlowProject } from "@genesys-flows/project";
import type { EngineStep } from "../events/engine-run.ts";
import type { FlowUse } from "../model/report.ts";
import type { SideSources } from "../sides/flow-side.ts";
import type { FoundInRun } from "./found.ts";
import type { StackOfRun } from "./stack.ts";
import { textIn } from "./values.ts";

/** What the report of a flow is made of besides its step. */
export interface FlowContext {
  readonly stack: StackOfRun;
  readonly isPreview: boolean;
  /** URNs of flows that an interrupted update may have published. */
  readonly interrupted: ReadonlySet<string>;
  readonly found: FoundInRun;
  readonly sources: SideSources;
  /** Objects that change and that flows use, by the flow's key. */
  readonly uses: ReadonlyMap<string, readonly FlowUse[]>;
  readonly project?: FlowProject;
}

/** Whether the document differs from the published one. */
export function documentChanges(step: EngineStep): boolean {
  return textIn(step.old?.outputs["digest"]) !== textIn(step.new?.inputs["digest"]);
}
