import { existsSync, mkdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import { projectName, pulumiConfig, stackFile } from "../../stack-file.ts";

/** The seed of every stack's organisation, relative to the project. */
export const SEED = "local/organisation.yaml";

/** Which organisation a command means: that of a stack, or of a file. */
export interface OrganisationChoice {
  readonly stack: string;
  readonly file?: string;
}

/** Where an organisation's file is, and how messages call it. */
export interface OrganisationPlace {
  readonly file: string;
  /** `the organisation of the stack dev`, or of the file that was named. */
  readonly title: string;
  /** Without extension, for names of copies. */
  readonly name: string;
  /** How it comes to be: `npm start deploys to one, npm run flowctl -- org seed --stack dev makes one`. */
  readonly madeBy: string;
}

/**
 * `.genesys/orgs/<project>-<stack>.sqlite`, or what the stack config says (design §4, "Embedded organisation"), or the
 * file that was named. @throws UsageError for a stack that does not run on an embedded organisation
 */
export function placeOf({ stack, file }: OrganisationChoice, context: Context): OrganisationPlace {
  if (file !== undefined) {
    const path = resolve(context.root, file);
    const madeBy = `npm run flowctl -- org seed --file ${file} makes one`;
    return { file: path, title: `the organisation in ${file}`, name: nameOf(path), madeBy };
  }
  const config = pulumiConfig(stackFile(context, stack));
  const region = config["genesyscloud:region"];
  if (region !== undefined && region !== "local") {
    throw new UsageError(
      `The stack ${stack} runs on a real organisation (genesyscloud:region is ${String(region)}). Choose another with --stack NAME, or a file with --file PATH.`,
    );
  }
  const own = config["genesyscloud:localOrganisation"];
  const path = join(
    context.root,
    typeof own === "string" ? own : `.genesys/orgs/${projectName(context) ?? "genesys-flows"}-${stack}.sqlite`,
  );
  const deploy = stack === "dev" ? "npm start" : `npm run pulumi -- up --stack ${stack}`;
  const madeBy = `${deploy} deploys to one, npm run flowctl -- org seed --stack ${stack} makes one`;
  return { file: path, title: `the organisation of the stack ${stack}`, name: nameOf(path), madeBy };
}

/** The place, its folder made. */
export function newPlaceOf(choice: OrganisationChoice, context: Context): OrganisationPlace {
  const place = placeOf(choice, context);
  mkdirSync(dirname(place.file), { recursive: true });
  return place;
}

/** The seed's path, where the project has one. */
export function seedIn(context: Context): string | undefined {
  const path = join(context.root, SEED);
  return existsSync(path) ? path : undefined;
}

/** A path as messages show it: relative to the project where it is inside. */
export function shown(path: string, context: Context): string {
  const inside = relative(context.root, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}

/**
 * Does something with an organisation's file; what is wrong with the file is wrong use, in words.
 * @throws UsageError
 */
export async function explained<T>(work: () => T | Promise<T>): Promise<T> {
  const { OrganisationFileError } = await import("@genesys-flows/local-org");
  try {
    return await work();
  } catch (error) {
    if (error instanceof OrganisationFileError) throw new UsageError(error.message);
    throw error;
  }
}

/** @throws UsageError telling how the organisation comes to be, when there is none yet */
export function mustExist(place: OrganisationPlace, context: Context): void {
  if (existsSync(place.file)) return;
  throw new UsageError(`There is no organisation in ${shown(place.file, context)} yet: ${place.madeBy}.`);
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) as string).replace(/\.sqlite$/, "");
}
