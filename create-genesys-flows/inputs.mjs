import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

/**
 * The inputs for a new project.
 * @typedef {object} Inputs
 * @property {string} folder as given
 * @property {string} region
 * @property {string | undefined} organizationId
 * @property {string | undefined} exports a folder
 * @property {boolean} installs
 */

/** @typedef {Partial<Record<"folder" | "region" | "organizationId" | "exports", string>>} Answers */

export const USAGE = `npm create genesys-flows@latest [FOLDER] [-- OPTIONS]

  --region REGION         AWS region of your organisation; default eu-central-1
  --organization-id ID    id of the organisation, from Admin > Organization Settings
  --exports FOLDER        folder with exports from Architect to import
  --no-install            do not run npm install
  --yes                   do not ask questions; use the defaults
`;

/** @type {Readonly<Record<string, { type: "boolean" | "string", answers?: keyof Answers }>>} */
const flags = {
  help: { type: "boolean" },
  yes: { type: "boolean" },
  "no-install": { type: "boolean" },
  region: { type: "string", answers: "region" },
  "organization-id": { type: "string", answers: "organizationId" },
  exports: { type: "string", answers: "exports" },
};

/**
 * Reads a command line.
 * @param {readonly string[]} args
 * @returns {{ answers: Answers, helps: boolean, asks: boolean, installs: boolean, mistakes: string[] }}
 */
export function readArguments(args) {
  const { tokens } = parseArgs({
    args: [...args],
    options: flags,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  /** @type {string[]} */
  const mistakes = [];
  /** @type {Answers} */
  const answers = {};
  const set = new Set();
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (answers.folder === undefined) answers.folder = token.value;
      else mistakes.push(`Only one folder can be created at a time: ${token.value} is a second folder.`);
    }
    if (token.kind !== "option") continue;
    const flag = flags[token.name];
    if (flag === undefined) mistakes.push(`The option ${token.rawName} is unknown.`);
    else if (flag.answers === undefined) set.add(token.name);
    else if (token.value === undefined) mistakes.push(`The option ${token.rawName} needs a value.`);
    else answers[flag.answers] = token.value;
  }
  return { answers, mistakes, helps: set.has("help"), asks: !set.has("yes"), installs: !set.has("no-install") };
}

/** Every AWS region that an organisation can be in. @type {readonly string[]} */
const regions = JSON.parse(readFileSync(new URL("regions.json", import.meta.url), "utf8"));

/**
 * The questions in order; an empty answer means the default.
 * @type {readonly { name: keyof Answers, question: string, fallback?: string, mistake(answer: string): string | undefined }[]}
 */
export const questions = [
  {
    ...{ name: "folder", question: "Folder of the project", fallback: "my-flows" },
    mistake: (folder) => nameMistake(folder) ?? placeMistake(folder),
  },
  {
    ...{ name: "region", question: "AWS region of your organisation", fallback: "eu-central-1" },
    mistake: (region) =>
      regions.includes(region) ? undefined : `The region ${region} is unknown. The regions are ${regions.join(", ")}.`,
  },
  {
    ...{ name: "organizationId", question: "Id of your organisation, if you have one" },
    mistake: (id) =>
      /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)
        ? undefined
        : `The id ${id} is not an organisation id. Admin > Organization Settings shows the id.`,
  },
  {
    ...{ name: "exports", question: "Folder with exports from Architect to import, if you have one" },
    mistake: (folder) => (isFolder(folder) ? undefined : `The export folder ${folder} does not exist.`),
  },
];

/** The name of a project: its folder's name. @param {string} folder */
export function nameOf(folder) {
  return path.basename(path.resolve(folder));
}

/** @param {string} folder */
function nameMistake(folder) {
  const name = nameOf(folder);
  if (/^[a-z0-9][a-z0-9._-]{0,99}$/.test(name)) return undefined;
  return `The name ${name} is not a valid project name. Use up to 100 lower-case letters, digits, hyphens, dots and underscores, beginning with a letter or digit.`;
}

/** @param {string} folder */
function placeMistake(folder) {
  if (!existsSync(folder)) return undefined;
  if (!isFolder(folder)) return `${folder} is a file. Choose another folder.`;
  return readdirSync(folder).length === 0 ? undefined : `The folder ${folder} is not empty. Choose another folder.`;
}

/** @param {string} folder */
function isFolder(folder) {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
