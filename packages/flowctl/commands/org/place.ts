import { existsSync, mkdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { embeddedFile } from "@genesys-flows/platform/embedded-organisation";
import { type Context, UsageError } from "../../context.ts";
import { projectName, pulumiConfig, stackFile } from "../../stack-file.ts";

/** The seed of every stack's organisation, relative to the project. */
export const SEED = "local/organisation.yaml";

/** The organisation that a command uses: a stack's organisation, or the one in a file. */
export interface OrganisationChoice {
  readonly stack: string;
  readonly file?: string;
}

/** The path of an organisation's file, and how messages refer to it. */
export interface OrganisationPlace {
  readonly file: string;
  /** `the organisation of the stack dev`, or `the organisation in FILE`. */
  readonly title: string;
  /** File name without its extension, for the names of snapshots. */
  readonly name: string;
  /**
   * How to create the organisation: `Deploy to it with npm start, or create it with npm run flowctl -- org seed --stack
   * dev`.
   */
  readonly toCreate: string;
}

/**
 * The file from `--file`; otherwise, the one that the stack config names; otherwise,
 * `.genesys/orgs/<project>-<stack>.sqlite`.
 * @throws UsageError for a stack that does not use an embedded organisation
 */
export function placeOf({ stack, file }: OrganisationChoice, context: Context): OrganisationPlace {
  if (file !== undefined) {
    const path = resolve(context.root, file);
    const toCreate = `Create it with npm run flowctl -- org seed --file ${file}`;
    return { file: path, title: `the organisation in ${file}`, name: nameOf(path), toCreate };
  }
  const config = pulumiConfig(stackFile(context, stack));
  const region = config["genesyscloud:region"];
  if (region !== undefined && region !== "local") {
    throw new UsageError(
      `The stack ${stack} runs on a real organisation (genesyscloud:region is ${String(region)}). Choose another stack with --stack NAME, or a file with --file PATH.`,
    );
  }
  const own = config["genesyscloud:localOrganisation"];
  const path = resolve(
    context.root,
    typeof own === "string" ? own : embeddedFile({ project: projectName(context) ?? "genesys-flows", stack }),
  );
  const deploy = stack === "dev" ? "npm start" : `npm run pulumi -- up --stack ${stack}`;
  const toCreate = `Deploy to it with ${deploy}, or create it with npm run flowctl -- org seed --stack ${stack}`;
  return { file: path, title: `the organisation of the stack ${stack}`, name: nameOf(path), toCreate };
}

/** The location of an existing organisation. @throws UsageError that explains how to create it if it does not exist */
export function existingPlaceOf(choice: OrganisationChoice, context: Context): OrganisationPlace {
  const place = placeOf(choice, context);
  if (existsSync(place.file)) return place;
  throw new UsageError(`The organisation ${shown(place.file, context)} does not exist yet. ${place.toCreate}.`);
}

/** The location of an organisation; creates its folder. */
export function newPlaceOf(choice: OrganisationChoice, context: Context): OrganisationPlace {
  const place = placeOf(choice, context);
  mkdirSync(dirname(place.file), { recursive: true });
  return place;
}

/** The seed's path, if the project has one. */
export function seedIn(context: Context): string | undefined {
  const path = join(context.root, SEED);
  return existsSync(path) ? path : undefined;
}

/** A path as messages show it: relative to the project if it is inside. */
export function shown(path: string, context: Context): string {
  const inside = relative(context.root, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}

/** Runs work on an organisation's file. @throws UsageError for problems with the file */
export async function onFile<T>(
  work: (local: typeof import("@genesys-flows/local-org")) => T | Promise<T>,
): Promise<T> {
  const local = await import("@genesys-flows/local-org");
  try {
    return await work(local);
  } catch (error) {
    throw error instanceof local.OrganisationFileError ? new UsageError(error.message) : error;
  }
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) as string).replace(/\.sqlite$/, "");
}
