import { readFileSync } from "node:fs";
import { DiagnosticError } from "@genesys-flows/architect";
import { organisationDiagnostic } from "../diagnostics.ts";
import { parseYamlFile } from "../yaml-file.ts";
import { type OrganisationSeed, organisationSeedSchema } from "./schema.ts";

/**
 * The content of an organisation without a seed file: the organisation itself, its home division, the default client.
 */
export const emptySeed: OrganisationSeed = organisationSeedSchema.parse({});

/**
 * Reads `organisation.yaml`.
 * @throws DiagnosticError with every invalid entry, each with file and line; `seed-missing` if the file cannot be read
 */
export function readSeed(file: string): OrganisationSeed {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const message = `The organisation's seed ${file} cannot be read: ${(cause as Error).message}`;
    const hint = "Specify an existing file, or omit the seed to start with an empty organisation.";
    throw new DiagnosticError([organisationDiagnostic("seed-missing", message, { hint })]);
  }
  return parseSeed(text, file);
}

/** Parses the text of a seed. @throws DiagnosticError */
export function parseSeed(text: string, file: string): OrganisationSeed {
  const source = parseYamlFile(text, { file, syntax: "seed-syntax", entry: "seed-entry" });
  const parsed = organisationSeedSchema.safeParse(source.data ?? {});
  const mistakes = parsed.success
    ? contradictions(parsed.data).map(({ path, message }) => source.mistake(path, message))
    : source.mistakes(parsed.error);
  if (mistakes.length > 0) throw new DiagnosticError(mistakes);
  return parsed.data as OrganisationSeed;
}

interface SeedProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Lists = Omit<OrganisationSeed, "organisation" | "jobs" | "didPools" | "clients" | "flows">;

type List = keyof Lists;

/** Lists whose entries are found by name, so that each name may occur only once. */
const NAMED: readonly List[] = [
  ...(["divisions", "users", "groups", "roles", "skills", "languages", "wrapupCodes", "prompts", "scripts"] as const),
  ...(["queues", "schedules", "scheduleGroups", "emergencyGroups", "emailDomains", "dataTables"] as const),
  ...(["flowMilestones", "flowOutcomes", "messageRecipients", "integrations", "skillGroups"] as const),
  ...(["contactLists", "knowledgeBases", "responseLibraries", "worktypes", "systemFlows"] as const),
];

/**
 * Fields that reference entries of another list. Each row has the list, the field (a path through lists) and the
 * referenced list.
 */
const NAMES: readonly (readonly [List | "clients", readonly string[], List])[] = [
  ...(["queues", "wrapupCodes", "prompts", "scripts", "schedules", "scheduleGroups"] as const).map(inDivision),
  ...(["emergencyGroups", "dataTables", "flowMilestones", "flowOutcomes"] as const).map(inDivision),
  ...(["skillGroups", "contactLists", "responseLibraries", "worktypes"] as const).map(inDivision),
  ["clients", ["user"], "users"],
  ["clients", ["roles"], "roles"],
  ["groups", ["members"], "users"],
  ["queues", ["members"], "users"],
  ["scheduleGroups", ["open"], "schedules"],
  ["scheduleGroups", ["closed"], "schedules"],
  ["scheduleGroups", ["holidays"], "schedules"],
  ["emailDomains", ["routes", "queue"], "queues"],
];

/** Errors between entries: a duplicate name, an unknown name, overlapping pools. */
function contradictions(seed: OrganisationSeed): SeedProblem[] {
  return [
    ...NAMED.flatMap((list) => repeated(seed[list], { list, idOf: ({ name }) => key(name) })),
    ...repeated(seed.flows, { list: "flows", idOf: ({ type, name }) => `${type} ${key(name)}` }),
    ...unknownNames(seed),
    ...overlaps(seed),
  ];
}

const key = (name: string): string => name.toLowerCase();

function inDivision(list: List): readonly [List, readonly string[], List] {
  return [list, ["division"], "divisions"];
}

function repeated<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  { list, idOf }: { readonly list: string; readonly idOf: (entry: Entry) => string },
): SeedProblem[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const there = first.get(idOf(entry));
    if (there === undefined) first.set(idOf(entry), index);
    return there === undefined
      ? []
      : [{ path: [list, index, "name"], message: `'${entry.name}' is already listed, as ${list}[${there}]` }];
  });
}

function unknownNames(seed: OrganisationSeed): SeedProblem[] {
  return NAMES.flatMap(([list, field, target]) => {
    const home = target === "divisions" ? ["home"] : [];
    const there = new Set([...home, ...seed[target].map(({ name }) => key(name))]);
    const noun = target.replace(/s$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return seed[list].flatMap((entry, index) =>
      textsAt(entry, field, [list, index])
        .filter(({ text }) => !there.has(key(text)))
        .map(({ text, path }) => ({ path, message: `there is no ${noun} '${text}'` })),
    );
  });
}

/** All strings at a path through objects and lists, each with its place. */
function textsAt(
  value: unknown,
  field: readonly string[],
  path: readonly PropertyKey[],
): { text: string; path: readonly PropertyKey[] }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => textsAt(item, field, [...path, index]));
  if (typeof value === "string") return field.length === 0 ? [{ text: value, path }] : [];
  const [head, ...rest] = field;
  if (head === undefined || value === null || typeof value !== "object") return [];
  return textsAt((value as Record<string, unknown>)[head], rest, [...path, head]);
}

function overlaps(seed: OrganisationSeed): SeedProblem[] {
  const ranges = seed.didPools.map(({ start, end }) => [BigInt(start), BigInt(end)] as const);
  return ranges.flatMap(([start, end], index) => {
    const other = ranges.findIndex((range, before) => before < index && start <= range[1] && end >= range[0]);
    return other < 0 ? [] : [{ path: ["didPools", index], message: `overlaps with didPools[${other}]` }];
  });
}
