import type { FaultScenarioInput } from "@genesys-flows/local-org";

type Effect = FaultScenarioInput["faults"][number]["do"];

/** Something that goes wrong at one HTTP call. */
export interface FaultKind {
  readonly name: string;
  readonly effect: Effect;
  /** Who dies when the effect is a crash. */
  readonly victim?: "provider" | "engine";
}

/** Every kind of fault that one call can meet. */
export const faultKinds: readonly FaultKind[] = [
  { name: "429", effect: { rateLimit: { retryAfter: 1 } } },
  { name: "500", effect: { error: { status: 500 } } },
  { name: "503 after the effect", effect: { error: { status: 503, at: "after" } } },
  { name: "reset before the effect", effect: { reset: "before" } },
  { name: "reset after the effect", effect: { reset: "after" } },
  { name: "truncated answer", effect: { truncate: {} } },
  { name: "slow answer", effect: { latency: { ms: 700 } } },
  { name: "SIGKILL of the provider before the effect", effect: { crash: "before" }, victim: "provider" },
  { name: "SIGKILL of the provider after the effect", effect: { crash: "after" }, victim: "provider" },
  { name: "SIGKILL of the engine before the effect", effect: { crash: "before" }, victim: "engine" },
  { name: "SIGKILL of the engine after the effect", effect: { crash: "after" }, victim: "engine" },
];
