import { globSync, readFileSync } from "node:fs";
import { liveIds, mismatches } from "../../fixtures/centre-live.ts";
import type { Centre } from "../../fixtures/centre-model.ts";
import type { Organisation } from "../../harness/organisation.ts";
import type { Workspace } from "../../harness/workspace.ts";
import { partialFiles } from "./moments.ts";
import { outsideText } from "./outside.ts";
import type { World } from "./worlds.ts";

interface Resource {
  readonly type: string;
  readonly urn: string;
  readonly id?: string;
}

/** In what a world is not as its source says, or not tidy. One sentence each; empty when all is well. */
export async function judge({ workspace, platform }: World, wanted: Centre): Promise<string[]> {
  return [
    // A published and reverted change has the same content in two versions: a caller with the first is not stale.
    ...(await mismatches(platform, wanted, { held: "of the same text" })),
    ...(await remainsOutside(platform)),
    ...(await stateAstray(workspace, platform)),
    ...leftovers(workspace),
  ];
}

/** Flows that still say what somebody else made them say. A draft may: an update leaves it alone where nothing is to be published. */
async function remainsOutside(platform: Organisation): Promise<string[]> {
  const names = (await platform.flows()).map(({ name }) => name);
  if (new Set(names).size < names.length) return []; // that two have one name is already reported
  const texts = await Promise.all(names.map(async (name) => [name, await platform.export(name, "published")] as const));
  return texts.filter(([, text]) => text.includes(outsideText)).map(([name]) => `${name} says "${outsideText}".`);
}

/** Ids of the live flows that no resource has. */
export async function unknownFlows({ workspace, platform }: World): Promise<string[]> {
  const known = new Set(checkpointOf(workspace).resources?.map(({ id }) => id));
  return (await platform.flows()).map(({ id }) => String(id)).filter((id) => !known.has(id));
}

/** Versions that say and hold what the version before them does: an update published for nothing. One sentence each. */
export async function extraVersions(platform: Organisation): Promise<string[]> {
  const found: string[] = [];
  for (const flow of await platform.flows()) {
    const said = await platform.publishedContents(String(flow.id));
    for (const [index, { version, content }] of said.entries()) {
      if (index > 0 && said[index - 1]?.content === content)
        found.push(`${flow.name} ${version} is what ${said[index - 1]?.version} was.`);
    }
  }
  return found;
}

interface Checkpoint {
  readonly resources?: Resource[];
  readonly pending_operations?: { type: string; resource: Resource }[];
}

/** The state as the file says it. */
export function checkpointOf(workspace: Workspace): Checkpoint {
  const file = `${workspace.backend}/.pulumi/stacks/genesys-flows/${workspace.stack}.json`;
  return (JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest?: Checkpoint } }).checkpoint.latest ?? {};
}

/** Objects that the state does not know, and resources whose object does not exist. */
async function stateAstray(workspace: Workspace, platform: Organisation): Promise<string[]> {
  const { resources = [], pending_operations: pending = [] } = checkpointOf(workspace);
  const found = pending.map(({ type, resource }) => `The state has a pending operation: ${type} ${nameOf(resource)}.`);
  for (const [type, live] of Object.entries(await liveIds(platform))) {
    const known = resources.filter((resource) => resource.type === type);
    const ids = known.map(({ id }) => String(id));
    for (const [id, name] of live) if (!ids.includes(id)) found.push(`Orphan: no resource has ${type} ${name}.`);
    for (const resource of known) {
      if (!live.has(String(resource.id))) found.push(`The state has ${nameOf(resource)}, which does not exist.`);
    }
    if (new Set(ids).size < ids.length) found.push(`The state has one ${type} twice.`);
  }
  return found;
}

/** Locks, marks and notes, and files that somebody did not finish. One sentence each. */
export function leftovers(workspace: Workspace): string[] {
  const own = globSync(".genesys/{unfinished,creating,publishing,drafts}/**/*", {
    cwd: workspace.root,
    withFileTypes: true,
  });
  const others = globSync([".genesys/state-*", ".genesys/locks/*.holder", ".state/.pulumi/locks/**/*.json"], {
    cwd: workspace.root,
  });
  const stacks = `${workspace.backend}/.pulumi/stacks/genesys-flows`;
  return [
    ...own
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath.split("/.genesys/")[1]}/${name}`),
    ...others,
    ...partialFiles(stacks),
  ].map((file) => `Left behind: ${file}.`);
}

function nameOf({ urn }: Resource): string {
  return urn.split("::").slice(2).join(" ");
}
