import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Operation } from "../../engine/resource.ts";
import type { Organisation } from "../../run/organisation.ts";
import { messageOf } from "../../text/words.ts";
import { type FlowEntity, hasDraft } from "./entities.ts";
import { exportFlow } from "./export.ts";

/** Where copies of drafts are kept, below the project's folder. */
export const draftsFolder = ".genesys/drafts";

/**
 * Writes what a person saved and did not publish to `.genesys/drafts/<key>-v<version>-<time>.yaml`.
 *
 * @returns the file, relative to the project; undefined where nothing was saved since the last publication
 * @throws Error when the copy cannot be made: then the lock stays
 */
export async function keepDraft(
  flow: FlowEntity,
  context: { readonly operation: Operation; readonly organisation: Organisation },
): Promise<string | undefined> {
  const version = flow.savedVersion?.id;
  if (version === undefined || !hasDraft(flow)) return undefined;
  const { operation, organisation } = context;
  const { flows, pace, folder } = organisation;
  try {
    const text = await exportFlow({ flows, pace, signal: operation.signal }, { id: flow.id, version });
    const key = operation.urn.name.replaceAll(/[^A-Za-z0-9._-]/g, "_");
    const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
    const file = `${draftsFolder}/${key}-v${version}-${time}.yaml`;
    await mkdir(path.join(folder, draftsFolder), { recursive: true });
    await writeFile(path.join(folder, file), text, { flag: "wx" });
    return file;
  } catch (error) {
    if (operation.signal.aborted) throw error;
    const reason = messageOf(error);
    throw new Error(
      `The draft (version ${version}) of the flow '${flow.name}' (${flow.id}) could not be copied to ${draftsFolder}/: ${reason}. ` +
        "Its lock was left as it is, and nothing was published.",
    );
  }
}
