import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ArchyDocument,
  parseArchy,
  placeholders,
  type ReferenceKind,
  references,
  substitute,
} from "@genesys-flows/architect";
import { organisationSeedSchema } from "@genesys-flows/local-org";
import { corpusFolder } from "../../harness/checkout.ts";

export interface CorpusDocument {
  readonly file: string;
  readonly document: ArchyDocument;
}

/** Every file of the corpus with its placeholders filled in: divisions are `Home`, anything else is called as its key. */
export function corpusDocuments(): CorpusDocument[] {
  if (!existsSync(corpusFolder)) return [];
  return readdirSync(corpusFolder)
    .filter((file) => /\.(ya?ml|tftpl)$/.test(file))
    .sort()
    .map((file) => ({ file, document: parseArchy(filled(file), { file }) }));
}

function filled(file: string): string {
  const text = readFileSync(join(corpusFolder, file), "utf8");
  const values = Object.fromEntries(
    placeholders(text, { file }).map(({ key }) => [key, /division/i.test(key) ? "Home" : key.replace(/\W+/g, "_")]),
  );
  return substitute(text, values, { file }).text;
}

/** Lists of the seed whose entries need a name alone, and what they are called in a document. */
const LISTS: Readonly<Record<string, ReferenceKind>> = {
  queues: "queue",
  skills: "skill",
  languages: "language",
  wrapupCodes: "wrapupCode",
  groups: "group",
  prompts: "prompt",
  scripts: "script",
  schedules: "schedule",
  scheduleGroups: "scheduleGroup",
  emergencyGroups: "emergencyGroup",
  dataTables: "dataTable",
  flowOutcomes: "flowOutcome",
  flowMilestones: "flowMilestone",
  contactLists: "contactList",
  knowledgeBases: "knowledgeBase",
  worktypes: "worktype",
  skillGroups: "skillGroup",
  responseLibraries: "responseLibrary",
};

/** An `organisation.yaml` with everything that the documents name and an organisation keeps. */
export function seedFor(documents: readonly ArchyDocument[]): string {
  const named = documents.flatMap((document) => references(document));
  const names = (kind: string) => distinct(named.filter((r) => r.kind === kind).map((r) => r.name));
  const actions = named.filter((reference) => reference.kind === "dataAction");
  const integrations = distinct(actions.map((action) => action.category ?? "")).map((name) => ({
    name,
    dataActions: distinct(actions.filter((a) => same(a.category ?? "", name)).map((a) => a.name)).map((action) => ({
      name: action,
    })),
  }));
  const divisions = distinct(documents.map((d) => d.body["division"]).filter((d) => typeof d === "string"));
  return JSON.stringify({
    divisions: divisions.filter((name) => name !== "" && !same(name, "Home")).map((name) => ({ name })),
    prompts: names("prompt").map((name) => ({ name })),
    scripts: names("script").map((name) => ({ name })),
    schedules: names("schedule").map((name) => ({ name })),
    scheduleGroups: names("scheduleGroup").map((name) => ({ name })),
    emergencyGroups: names("emergencyGroup").map((name) => ({ name })),
    dataTables: names("dataTable").map((name) => ({ name })),
    flowMilestones: names("flowMilestone").map((name) => ({ name })),
    flowOutcomes: names("flowOutcome").map((name) => ({ name })),
    groups: names("group").map((name) => ({ name })),
    users: names("user").map((name, n) => ({ name, email: `user-${n}@example.com` })),
    integrations,
    ...Object.fromEntries(
      Object.entries(LISTS)
        .filter(([list]) => list in organisationSeedSchema.shape)
        .map(([list, kind]) => [list, names(kind).map((name) => ({ name }))]),
    ),
  });
}

function distinct(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [name.trim().toLowerCase(), name])).values()];
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
