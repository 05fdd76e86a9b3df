import type { Command, Context, Program } from "@genesys-flows/cli";
import type { ClientPace } from "./github/client.ts";

export interface PipelineContext extends Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The rate of requests; default: the rate that GitHub recommends. */
  readonly pace?: ClientPace;
}

/** Options by name, for `readInputs`. */
export type Given = Readonly<Record<string, unknown>>;

export function pipelineProgram(commands: readonly Command<PipelineContext>[]): Program<PipelineContext> {
  return {
    name: "pipeline",
    description: "The steps of a pipeline, which a workflow runs between a pull request and production.",
    notes: "Exit codes: 0 success, 1 failure, 2 usage error.",
    commands,
  };
}
