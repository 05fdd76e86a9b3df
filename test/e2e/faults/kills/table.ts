import type { Outcome } from "./campaign.ts";
import { type Case, operationNames, victims } from "./cases.ts";

export interface Judged {
  readonly one: Case;
  readonly outcome: Outcome;
}

/** Operation by victim: how many cases, and how many of them converged. */
export function table(judged: readonly Judged[]): string {
  const count = (operation: string | undefined, victim: string | undefined): string => {
    const some = judged.filter(
      ({ one }) => (operation ?? one.operation) === one.operation && (victim ?? one.victim) === one.victim,
    );
    return `${some.filter(({ outcome }) => outcome.problems.length === 0).length} of ${some.length}`;
  };
  const row = (name: string, cells: readonly string[]): string =>
    [name.padEnd(20), ...cells.map((cell) => cell.padStart(12))].join("");
  const seconds = judged.map(({ outcome }) => outcome.ms / 1000);
  const bad = judged.filter(({ outcome }) => outcome.problems.length > 0);
  return [
    row("converged", [...victims, "all"]),
    ...operationNames.map((operation) =>
      row(operation, [...victims.map((victim) => count(operation, victim)), count(operation, undefined)]),
    ),
    row("all", [...victims.map((victim) => count(undefined, victim)), count(undefined, undefined)]),
    `${judged.reduce((sum, { outcome }) => sum + outcome.extra, 0)} versions were published for nothing`,
    `${judged.length} cases, ${judged.filter(({ outcome }) => outcome.hit === undefined).length} of them not killed in time; ` +
      `${(seconds.reduce((sum, each) => sum + each, 0) / Math.max(1, seconds.length)).toFixed(1)} s each`,
    ...bad.map(({ one, outcome }) => `${line(one, outcome)}\n  ${shortly(outcome)}\n  Again: ${again(one)}`),
  ].join("\n");
}

/** A case and its outcome in one line. */
export function line(one: Case, { hit, outside, problems, commands, ms }: Outcome): string {
  const between =
    one.between.kind === "changed again" ? `changed again (${one.between.what})` : (outside ?? one.between.kind);
  return (
    `${one.n}: ${problems.length > 0 ? "WRONG" : "converged"}: ${one.operation} (${one.what}); ${one.victim} killed ${hit ?? "too late"}; ` +
    `state ${one.state}; ${between}; ${commands.length} commands, ${Math.round(ms / 1000)} s`
  );
}

/** The command that runs a case alone. */
export function again({ seed, n, only }: Case): string {
  return `npm run faults -- --kills 1 --seed ${seed} --case ${n}${only ? ` --operation "${only}"` : ""}`;
}

function shortly({ problems }: Outcome): string {
  const lines = problems.flatMap((problem) => problem.split("\n")).map((text) => text.trim());
  const telling = lines.filter((text) =>
    /error|orphan|left behind|still runs|wanted|says|exist|dead|locked/i.test(text),
  );
  return (telling.length > 0 ? telling : lines).slice(0, 3).join(" | ").slice(0, 600);
}
