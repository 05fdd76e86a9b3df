import { type ActionInfo, actionGroups } from "../../archy/actions/index.ts";
import { markdownTable } from "../../columns.ts";
import { NEXT, outputPathsOf } from "../../graph/output-paths.ts";
import { shorthands } from "./table.ts";

/**
 * The text of docs/actions.md: every action of the action table, with its output paths, its properties, and the flow
 * types whose exports contain it.
 */
export function actionsDocument(): string {
  const all: readonly ActionInfo[] = Object.values(actionGroups).flat();
  const inferred = all.filter((info) => info.inferred).length;
  return `${[
    HEAD,
    `${all.length} actions and menu choices: ${all.length - inferred} seen in exports, ${inferred} inferred.`,
    ...Object.entries(actionGroups).map(([title, rows]) => groupText(title, rows)),
  ].join("\n\n")}\n`;
}

const HEAD = `# Actions

Every action that a node of a flow file can have, by its Archy key ([how to write a flow](flow-files.md)).

- **Seen in** names the flow types in which exports from real organisations have the action, with its output paths and
  properties. The action may also work in other flow types. The check reports a note for these.
- **inferred**: no known export has the action. Its key, output paths and properties follow the class of that name in the
  vendor's scripting SDK (\`reference/archy.md §d\`). The spelling in a document is not confirmed.
- *short form*: the action has a short form ([how to write a flow](flow-files.md)). All other actions use the properties
  listed here.
- Output paths: *then* is the next action, *ends* means that nothing follows, *leaves* means that the conversation leaves
  the flow unless it takes one of the paths.

In an export, an action that is not in this list is published unchanged. In a flow file, it is an error.

This file is generated from \`packages/architect/archy/actions\` by \`npm run generate\`.`;

function groupText(title: string, rows: readonly ActionInfo[]): string {
  const lines = [...rows].sort((a, b) => (a.key < b.key ? -1 : 1)).map(rowText);
  return `## ${title}\n\n${markdownTable(["action", "output paths", "properties", "seen in"], lines)}`;
}

function rowText(info: ActionInfo): string[] {
  const { key, observedIn, acts } = info;
  const short = shorthands.has(key) ? " *short form*" : "";
  const choice = acts === undefined ? "" : `; as \`${acts}\``;
  const seen = info.inferred ? "**inferred**" : [...observedIn].sort().join(", ");
  return [`\`${key}\`${short}`, `${pathsText(info)}${choice}`, propertiesText(info), seen];
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
