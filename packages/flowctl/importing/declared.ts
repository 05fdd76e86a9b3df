import type { ReferenceKind } from "@genesys-flows/architect";
import { namedKind } from "@genesys-flows/platform";
import { slug } from "@genesys-flows/project";
import type { MissingObject } from "./objects.ts";

/** The program of the objects that an import declares, relative to the project. */
export const PROGRAM = "resources/imported.ts";

/** What a resource needs besides its name, as a start. */
const STARTS: Partial<Record<ReferenceKind, readonly string[]>> = {
  schedule: [
    'start: "2026-01-05T09:00:00.000000"',
    'end: "2026-01-05T17:00:00.000000"',
    'rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"',
  ],
  scheduleGroup: ['timeZone: "UTC"', "openSchedulesId: []"],
  prompt: ['resources: [{ language: "en-us", ttsString: "Replace this text." }]'],
};

const HEADER = `import * as genesyscloud from "@pulumi/genesyscloud";

/** Objects that imported flows name. Each is a start: complete its settings (docs/resources.md). */
export function importedObjects(): void {
`;

/** Where \`index.ts\` says that such objects belong. */
const PLACE = /^\/\/ Other resources that flows name: here.*$/m;

/** The columns of a data table that flows read, with their JSON types. */
export type Columns = (table: string) => Readonly<Record<string, string>>;

/** `properties: [...]`, on one line where that fits. */
function propertiesOf(columns: Readonly<Record<string, string>>): string {
  const all = [["key", "string"] as const, ...Object.entries(columns)].map(
    ([name, type]) => `{ name: ${JSON.stringify(name)}, title: ${JSON.stringify(name)}, type: "${type}" }`,
  );
  const line = `properties: [${all.join(", ")}]`;
  return line.length <= LONGEST - "    ,".length
    ? line
    : `properties: [\n${all.map((one) => `      ${one},\n`).join("")}    ]`;
}

/** Characters in a line of a program (biome.json). */
const LONGEST = 120;

/**
 * The program with more objects; those that it names already are left out.
 * @param before its text; undefined where the project has none yet
 * @returns undefined where somebody changed its form, so that the objects have no place in it
 */
export function programWith(
  before: string | undefined,
  objects: readonly MissingObject[],
  columns: Columns,
): string | undefined {
  const text = before ?? `${HEADER}}\n`;
  const added = objects.filter(
    (object) => !text.includes(`new genesyscloud.${typeOf(object)}(`) || !hasName(text, object),
  );
  if (added.length === 0) return text;
  const taken = new Set([...text.matchAll(/new genesyscloud\.\w+\("([^"]+)"/g)].map(([, name]) => name));
  const statements = added.map((object) => `  ${statementOf(object, columns, taken)}\n`);
  return text.endsWith("}\n") ? `${text.slice(0, -"}\n".length)}${statements.join("")}}\n` : undefined;
}

/** `new genesyscloud.RoutingSkill("skill-english", { name: "English" });` @param taken names of resources; the new one is added */
export function statementOf(object: MissingObject, columns: Columns, taken = new Set<string | undefined>()): string {
  const { kind, name } = object;
  const more = kind === "dataTable" ? [propertiesOf(columns(name))] : (STARTS[kind as ReferenceKind] ?? []);
  const settings = [`name: ${JSON.stringify(name)}`, ...more];
  const body =
    more.length === 0 ? `{ ${settings.join()} }` : `{\n${settings.map((one) => `    ${one},\n`).join("")}  }`;
  const wanted = `${slug(kind)}-${slug(name)}`;
  let own = wanted;
  for (let n = 2; taken.has(own); n++) own = `${wanted}-${n}`;
  taken.add(own);
  return `new genesyscloud.${typeOf(object)}(${JSON.stringify(own)}, ${body});`;
}

function hasName(text: string, object: MissingObject): boolean {
  const statements = text.split(`new genesyscloud.${typeOf(object)}(`).slice(1);
  return statements.some((statement) =>
    statement.split("new genesyscloud.")[0]?.includes(`name: ${JSON.stringify(object.name)}`),
  );
}

function typeOf({ kind }: MissingObject): string {
  return (kind === "division" ? undefined : namedKind(kind)?.madeBy)?.split(":").at(-1) ?? "";
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
