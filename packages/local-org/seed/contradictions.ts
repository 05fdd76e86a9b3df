import type { OrganisationSeed } from "./schema.ts";

/** A mistake at a place of the seed. */
export interface SeedProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const NAMED = ["divisions", "users", "skills", "languages", "wrapupCodes", "queues", "integrations"] as const;

/** Mistakes between entries: a name given twice, a division or user that is not there, pools that overlap. */
export function contradictions(seed: OrganisationSeed): SeedProblem[] {
  return [...NAMED.flatMap((list) => repeated(seed, list)), ...unknownNames(seed), ...overlaps(seed)];
}

const key = (name: string): string => name.toLowerCase();

function repeated(seed: OrganisationSeed, list: (typeof NAMED)[number]): SeedProblem[] {
  const first = new Map<string, number>();
  return seed[list].flatMap(({ name }, index) => {
    const there = first.get(key(name));
    if (there === undefined) first.set(key(name), index);
    return there === undefined
      ? []
      : [{ path: [list, index, "name"], message: `'${name}' is there already, as ${list}[${there}]` }];
  });
}

function unknownNames(seed: OrganisationSeed): SeedProblem[] {
  const divisions = new Set(["home", ...seed.divisions.map(({ name }) => key(name))]);
  const users = new Set(seed.users.map(({ name }) => key(name)));
  const lists = ["queues", "wrapupCodes"] as const;
  return [
    ...lists.flatMap((list) =>
      seed[list].flatMap(({ division }, index) =>
        division === undefined || divisions.has(key(division))
          ? []
          : [{ path: [list, index, "division"], message: `there is no division '${division}'` }],
      ),
    ),
    ...seed.clients.flatMap(({ user }, index) =>
      user === undefined || users.has(key(user))
        ? []
        : [{ path: ["clients", index, "user"], message: `there is no user '${user}'` }],
    ),
  ];
}

function overlaps(seed: OrganisationSeed): SeedProblem[] {
  const ranges = seed.didPools.map(({ start, end }) => [BigInt(start), BigInt(end)] as const);
  return ranges.flatMap(([start, end], index) => {
    const other = ranges.findIndex((range, before) => before < index && start <= range[1] && end >= range[0]);
    return other < 0 ? [] : [{ path: ["didPools", index], message: `overlaps with didPools[${other}]` }];
  });
}
