/** A command of a pipeline: its arguments, its help, and what runs it. */
export interface PipelineCommand {
  readonly name: string;
  readonly description: string;
  /** Flags, their descriptions and their defaults. */
  readonly options: readonly (readonly [flags: string, description: string, preset?: string])[];
  /** Loads the command when it runs. It gets its options by name; returns the exit code. */
  load(): Promise<(options: never) => Promise<number>>;
}

const STACK = ["--stack <name>", "stack that the command works on"] as const;

/** The commands in the order of the help. */
export const pipelineCommands: readonly PipelineCommand[] = [
  {
    name: "stand-in",
    description: "preview a change without any organisation: against its base, deployed to an embedded one",
    options: [
      ["--base <commit>", "commit that the change is compared with; default: the merge base with the default branch"],
      ["--stack <name...>", "stacks to preview for; default: each that has a file"],
      ["--out <folder>", "folder of the reports", "reports"],
    ],
    load: async () => (await import("./stand-in.ts")).standIn,
  },
  {
    name: "plan",
    description: "read the live state, preview an update, and keep its plan encrypted",
    options: [STACK, ["--out <file>", "file of the plan; default: <stack>.plan"]],
    load: async () => (await import("./plan.ts")).plan,
  },
  {
    name: "apply",
    description: "make exactly the update of a plan; refused when anything changed since",
    options: [STACK, ["--plan <file>", "file of the plan; default: <stack>.plan"]],
    load: async () => (await import("./plan.ts")).apply,
  },
];
