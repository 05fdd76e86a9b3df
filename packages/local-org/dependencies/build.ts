import { indexLagMs } from "../faults/fault-table.ts";
import { type Author, doneBy } from "../flows/author.ts";
import { ApiError } from "../http/api-error.ts";
import type { Context, JsonObject, OrganisationConfig } from "../http/route.ts";
import type { Store } from "../store/store.ts";

/** Only append steps to this list. */
export const dependencyMigrations: readonly string[] = [
  `CREATE TABLE dependencyBuild (
     one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, author TEXT NOT NULL, startedAt INTEGER NOT NULL,
     durationMs INTEGER NOT NULL
   ) STRICT`,
];

interface Build {
  readonly id: string;
  /** JSON of an `Author`. */
  readonly author: string;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** States of a running build, each with its start as a share of the total duration. */
const PHASES = [
  [0, "BUILDQUEUED"],
  [0.25, "BUILDINITIALIZING"],
  [0.5, "BUILDINPROGRESS"],
  [1, "OPERATIONAL"],
] as const;

/** Starts a rebuild. @throws ApiError 409 `architect.dependencies.build.in.progress` */
export function startBuild(store: Store, o: { author: Author; now: number; durationMs: number }): void {
  const present = lastBuild(store);
  if (present && !isComplete(present, o.now))
    throw new ApiError(
      409,
      "architect.dependencies.build.in.progress",
      "A build of dependency information is already in progress.",
    );
  store.run(
    "INSERT OR REPLACE INTO dependencyBuild (one, id, author, startedAt, durationMs) VALUES (1, ?, ?, ?, ?)",
    store.newId(),
    JSON.stringify(o.author),
    o.now,
    o.durationMs,
  );
}

/**
 * `DependencyStatus`: the progress of the last rebuild, calculated from its start. `OPERATIONAL` if there was no
 * rebuild.
 */
export function buildStatus(store: Store, now: number): JsonObject {
  const build = lastBuild(store);
  if (!build) return { status: "OPERATIONAL" };
  const share = build.durationMs === 0 ? 1 : (now - build.startedAt) / build.durationMs;
  return {
    ...doneBy(JSON.parse(build.author)),
    buildId: build.id,
    dateStarted: new Date(build.startedAt).toISOString(),
    ...(share >= 1 ? { dateCompleted: new Date(build.startedAt + build.durationMs).toISOString() } : {}),
    status: (PHASES.findLast(([from]) => share >= from) ?? PHASES[0])[1],
  };
}

export interface IndexScope extends Pick<Context, "store" | "clock"> {
  readonly config?: Pick<OrganisationConfig, "readLagMs">;
}

/**
 * Whether dependency tracking already shows a change that was committed at a given time: immediately, unless an index
 * lag is set. A rebuild includes everything that existed at its start.
 */
export function indexedAt({ store, clock, config }: IndexScope): (committedAt: () => number) => boolean {
  const lag = Math.max(indexLagMs(store), config?.readLagMs ?? 0);
  if (lag === 0) return () => true;
  const now = clock.now();
  const build = lastBuild(store);
  const caughtUp = build && isComplete(build, now) ? build.startedAt : Number.NEGATIVE_INFINITY;
  return (committedAt) => {
    const at = committedAt();
    return at + lag <= now || at <= caughtUp;
  };
}

function lastBuild(store: Store): Build | undefined {
  return store.get<Build>("SELECT id, author, startedAt, durationMs FROM dependencyBuild");
}

function isComplete({ startedAt, durationMs }: Build, now: number): boolean {
  return startedAt + durationMs <= now;
}
