import type { ReferenceKind } from "@genesys-flows/architect";
import { slug } from "@genesys-flows/project";
import { namedKind } from "@genesys-flows/provider";
import type { MissingObject } from "./objects.ts";

/** The program of the objects that an import declares, relative to the project. */
export const PROGRAM = "resources/imported.ts";

/** What a resource needs besides its name, as a start. */
const STARTS: Partial<Record<ReferenceKind, string>> = {
  schedule:
    'start: "2026-01-05T09:00:00.000000", end: "2026-01-05T17:00:00.000000", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"',
  scheduleGroup: 'timeZone: "UTC", openSchedulesId: []',
  prompt: 'resources: [{ language: "en-us", ttsString: "Replace this text." }]',
  dataTable: 'properties: [{ name: "key", title: "Key", type: "string" }]',
};

const HEADER = `import * as genesyscloud from "@pulumi/genesyscloud";

/** Objects that imported flows name. Each is a start: complete its settings (docs/resources.md). */
export function importedObjects(): void {
`;

/** Where \`index.ts\` says that such objects belong. */
const PLACE = /^\/\/ Other resources that flows name: here.*$/m;

/** Queues are entries of a file of flows; the other objects are a program. */
export function inProgram(objects: readonly MissingObject[]): readonly MissingObject[] {
  return objects.filter(({ kind }) => kind !== "queue");
}

/**
 * The program with more objects; those that it names already are left out.
 * @param before its text; undefined where the project has none yet
 * @returns undefined where somebody changed its form, so that the objects have no place in it
 */
export function programWith(before: string | undefined, objects: readonly MissingObject[]): string | undefined {
  const text = before ?? `${HEADER}}\n`;
  const added = objects.map(statementOf).filter((line) => !text.includes(line.split("(")[1]?.split(",")[0] ?? line));
  if (added.length === 0) return text;
  return text.endsWith("}\n")
    ? `${text.slice(0, -"}\n".length)}${added.map((line) => `  ${line}\n`).join("")}}\n`
    : undefined;
}

/** `new genesyscloud.RoutingSkill("skill-english", { name: "English" });` */
export function statementOf({ kind, name }: MissingObject): string {
  const type = (kind === "division" ? undefined : namedKind(kind)?.madeBy)?.split(":").at(-1) ?? "";
  const more = STARTS[kind as ReferenceKind];
  const settings = `name: ${JSON.stringify(name)}${more === undefined ? "" : `, ${more}`}`;
  return `new genesyscloud.${type}(${JSON.stringify(`${slug(kind)}-${slug(name)}`)}, { ${settings} });`;
}

/**
 * \`index.ts\` with the call of the program, at the comment that has its place.
 * @returns undefined without that comment
 */
export function indexWith(text: string): string | undefined {
  if (text.includes("importedObjects()")) return text;
  const place = PLACE.exec(text);
  if (!place) return undefined;
  const at = place.index + place[0].length;
  const called = `${text.slice(0, at)}\nimportedObjects();${text.slice(at)}`;
  const imports = [...called.matchAll(/^import .*? from "[^"]+";$/gm)];
  const last = imports.at(-1);
  const end = last ? last.index + last[0].length : 0;
  return `${called.slice(0, end)}\nimport { importedObjects } from "./resources/imported.ts";${called.slice(end)}`;
}
