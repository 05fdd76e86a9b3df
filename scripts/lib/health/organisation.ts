import path from "node:path";
import { OrganisationFileError } from "@genesys-flows/local-org/file-error";
import { inspectOrganisation } from "@genesys-flows/local-org/inspect";
import { embeddedFile, lostOrganisation, otherOrganisation } from "@genesys-flows/platform/embedded-organisation";
import { type FileStack, stackFile } from "../stack/stack.ts";
import { type Checkpoint, readStateFile, stateFile } from "../state/state-file.ts";
import { SetUpError } from "../system/say.ts";

/** A stack, and the environment, which may say where its organisation is. */
export interface OrganisationOf extends FileStack {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Checks the file of a stack's embedded organisation, where it has one: an update without changes would succeed without ever
 * opening it.
 *
 * @throws SetUpError when the file cannot be used, or is not the one that the stack was deployed to
 */
export function assertOrganisation(o: OrganisationOf): void {
  const file = organisationFile(o);
  if (file === undefined) return;
  const reading = readStateFile(stateFile(o));
  const ids = reading.kind === "whole" ? organisationsIn(reading.checkpoint) : [];
  const [stateId] = ids;
  const found = inspected(file);
  if (stateId === undefined) return;
  const { stack } = o;
  if (found.kind !== "organisation") throw new SetUpError(lostOrganisation({ file, stateId, stack }));
  if (ids.includes(found.id)) return;
  const reached = `The embedded organisation is '${found.name}' (${found.id})`;
  throw new SetUpError(otherOrganisation({ file, stateId, stack, reached }));
}

function inspected(file: string): ReturnType<typeof inspectOrganisation> {
  try {
    return inspectOrganisation(file);
  } catch (error) {
    throw error instanceof OrganisationFileError ? new SetUpError(error.message) : error;
  }
}

/** The organisations that objects of a state are in, without repetition. */
export function organisationsIn({ latest }: Checkpoint): string[] {
  const ids = (latest?.resources ?? [])
    .filter(({ type }) => type.startsWith("genesyscloud:"))
    .map(({ outputs }) => outputs?.["organizationId"]);
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}

/** As the provider finds it (packages/platform/organisation/settings.ts); undefined for a stack on a real organisation. */
function organisationFile({ project, projectName, stack, env }: OrganisationOf): string | undefined {
  const config = stackFile(project, stack);
  if ((env["GENESYSCLOUD_REGION"] || entry(config, "genesyscloud:region")) !== "local") return undefined;
  const own = entry(config, "genesyscloud:localOrganisation");
  return path.resolve(project, own ?? embeddedFile({ project: projectName, stack }));
}

/** The value of one line of a YAML file: loading a YAML library would take longer than everything else here. */
function entry(text: string, key: string): string | undefined {
  const value = new RegExp(`^\\s+["']?${key}["']?:[ \\t]*(.+?)[ \\t]*(?:#.*)?$`, "m").exec(text)?.[1];
  return value?.replace(/^(["'])(.*)\1$/, "$2");
}
