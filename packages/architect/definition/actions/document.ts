import { type ActionInfo, actionGroups } from "../../archy/actions/index.ts";
import { NEXT, outputPathsOf } from "../../graph/output-paths.ts";
import { shorthands } from "./table.ts";

/** The text of docs/actions.md: every action of the action table, with its output paths, properties and where it was seen. */
export function actionsDocument(): string {
  const all: readonly ActionInfo[] = Object.values(actionGroups).flat();
  const inferred = all.filter((info) => info.inferred).length;
  return `${[
    HEAD,
    `${all.length} actions and menu choices: ${all.length - inferred} attested, ${inferred} inferred.`,
    ...Object.entries(actionGroups).map(([title, rows]) => groupText(title, rows)),
  ].join("\n\n")}\n`;
}

const HEAD = `# Actions

Every action that a node of a flow file may have, by its Archy key ([how to write a flow](flow-files.md)).

- **attested**: the action, its ways on and its properties occur in exports from real organisations, in flows of the
  types named. In a flow of another type it may work too; the check says so in a note.
- **inferred**: no export is known that has it. Key, ways on and properties follow the class of the vendor's scripting
  SDK of that name (\`reference/archy.md §d\`); the spelling in a document has not been seen.
- *short form*: [how to write a flow](flow-files.md) has a shorter way to write it. All others are written with the
  properties named here.
- Ways on: *then* is the next action, *ends* means that nothing follows, *leaves* that the conversation leaves the flow
  unless one of the ways is taken.

An action that is not in this list passes through as it is in an export; in a flow file it is a mistake.

This file is generated from \`packages/architect/archy/actions\` by \`npm run generate\`.`;

function groupText(title: string, rows: readonly ActionInfo[]): string {
  const lines = [...rows].sort((a, b) => (a.key < b.key ? -1 : 1)).map(rowText);
  return [`## ${title}`, "", "| action | ways on | properties | seen in |", "|---|---|---|---|", ...lines].join("\n");
}

function rowText(info: ActionInfo): string {
  const { key, observedIn, acts } = info;
  const short = shorthands.has(key) ? " *short form*" : "";
  const choice = acts === undefined ? "" : `; as \`${acts}\``;
  const seen = info.inferred ? "**inferred**" : `attested: ${[...observedIn].sort().join(", ")}`;
  return `| \`${key}\`${short} | ${pathsText(info)}${choice} | ${propertiesText(info)} | ${seen} |`;
}

function pathsText(info: ActionInfo): string {
  if (info.shape === "cases") return "the cases, `default`";
  const ofChoice = info.next ? [NEXT] : [];
  const paths = info.acts === undefined ? outputPathsOf({ kind: info.key, properties: {} }) : ofChoice;
  const named = paths.map((path) => (path === NEXT ? "then" : `\`${path}\``));
  return [...named, ...(info.leaves ? ["leaves"] : [])].join(", ") || "ends";
}

function propertiesText({ properties, references }: ActionInfo): string {
  const kinds = new Map(references.map(({ property, kind }) => [property, kind]));
  return Object.entries(properties)
    .map(([name, type]) => {
      const kind = kinds.get(name);
      return `\`${name}\` ${kind === undefined || kind === type ? type : `${type} (names a ${kind})`}`;
    })
    .join(", ");
}
