import type { FaultScenarioInput } from "@genesys-flows/local-org";

type Effect = FaultScenarioInput["faults"][number]["do"];

/** Who dies. An engine with `PULUMI_SKIP_CHECKPOINTS` writes its state at the end: a killed one leaves what it began with. */
export type Victim = "provider" | "engine" | "engine that writes its state at the end";

/** Something that goes wrong at one HTTP call, or from one on. */
export interface FaultKind {
  readonly name: string;
  readonly effect: Effect;
  /** From that call on, and not at that one alone. Calls are those that the effect can meet: reads, where reads are late. */
  readonly lasting?: true;
  /** The disturbed update ends well by itself, and publishes nothing twice. */
  readonly harmless?: true;
  /** Who dies when the effect is a crash. */
  readonly victim?: Victim;
}

const victims: readonly Victim[] = ["provider", "engine", "engine that writes its state at the end"];

const late = (seconds: number, ...of: ("id" | "list" | "search" | "dependencies")[]): Effect => ({
  readLag: { seconds, of },
});

/** Every kind of fault that one call can meet, or all from one on. */
export const faultKinds: readonly FaultKind[] = [
  { name: "429", effect: { rateLimit: { retryAfter: 1 } } },
  { name: "500", effect: { error: { status: 500 } } },
  { name: "503 after the effect", effect: { error: { status: 503, at: "after" } } },
  { name: "reset before the effect", effect: { reset: "before" } },
  { name: "reset after the effect", effect: { reset: "after" } },
  { name: "truncated answer", effect: { truncate: {} } },
  { name: "page with status 200 before the effect", effect: { html: { status: 200, at: "before" } } },
  { name: "page with status 200 after the effect", effect: { html: { status: 200, at: "after" } } },
  { name: "slow answer", effect: { latency: { ms: 700 } } },
  { name: "one read as of a minute ago", effect: late(60, "id", "list", "search", "dependencies"), harmless: true },
  { name: "reads by id 2 s late", effect: late(2, "id"), lasting: true, harmless: true },
  { name: "reads by id and lists 2 s late", effect: late(2, "id", "list"), lasting: true, harmless: true },
  { name: "searches 2 s late", effect: late(2, "search"), lasting: true, harmless: true },
  { name: "dependency tracking 5 s late", effect: late(5, "dependencies"), lasting: true, harmless: true },
  {
    name: "all reads 2 s late",
    effect: late(2, "id", "list", "search", "dependencies"),
    lasting: true,
    harmless: true,
  },
  ...victims.flatMap((victim) =>
    (["before", "after"] as const).map((when) => ({
      name: `SIGKILL of the ${victim} ${when} the effect`,
      effect: { crash: when },
      victim,
    })),
  ),
];
