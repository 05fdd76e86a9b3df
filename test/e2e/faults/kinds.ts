import type { FaultScenarioInput } from "@genesys-flows/local-org";

type Effect = FaultScenarioInput["faults"][number]["do"];

/** Who dies. An engine with `PULUMI_SKIP_CHECKPOINTS` writes its state at the end: a killed one leaves what it began with. */
export type Victim = "provider" | "engine" | "engine that writes its state at the end";

/** Something that goes wrong at one HTTP call. */
export interface FaultKind {
  readonly name: string;
  readonly effect: Effect;
  /** Who dies when the effect is a crash. */
  readonly victim?: Victim;
}

const victims: readonly Victim[] = ["provider", "engine", "engine that writes its state at the end"];

/** Every kind of fault that one call can meet. */
export const faultKinds: readonly FaultKind[] = [
  { name: "429", effect: { rateLimit: { retryAfter: 1 } } },
  { name: "500", effect: { error: { status: 500 } } },
  { name: "503 after the effect", effect: { error: { status: 503, at: "after" } } },
  { name: "reset before the effect", effect: { reset: "before" } },
  { name: "reset after the effect", effect: { reset: "after" } },
  { name: "truncated answer", effect: { truncate: {} } },
  { name: "slow answer", effect: { latency: { ms: 700 } } },
  ...victims.flatMap((victim) =>
    (["before", "after"] as const).map((when) => ({
      name: `SIGKILL of the ${victim} ${when} the effect`,
      effect: { crash: when },
      victim,
    })),
  ),
];
