import { type ProjectStack, projectName, stateFolder } from "../stack/stack.ts";
import { say } from "../system/say.ts";
import { unlocked, withDatabaseLock } from "./database-lock.ts";
import { withUpdateLock } from "./update-lock.ts";

/** Backends that keep a state as objects, whose lock is not taken in one step. */
const OBJECT_STORES = /^(s3|gs|azblob):\/\//;
const POSTGRES = /^postgres(ql)?:\/\//;

/**
 * Runs `work` while no other command writes the same stack: on this machine, from any checkout where the state is in a folder, and with a
 * state in Postgres on any machine that uses this project's commands. Another one is waited for. Says so where several machines can write the state and no lock is possible.
 * @param o.env the environment of the CLI
 */
export async function withStackLock<T>(
  { env, ...of }: ProjectStack & { readonly env: NodeJS.ProcessEnv },
  work: () => Promise<T>,
): Promise<T> {
  const backend = env.PULUMI_BACKEND_URL ?? "";
  const state = stateFolder(backend);
  const files = state === undefined ? undefined : { ...of, state, projectName: projectName(of.project) };
  return withUpdateLock({ ...of, files }, async () => {
    if (POSTGRES.test(backend))
      return withDatabaseLock({ backend, project: projectName(of.project), stack: of.stack }, work);
    if (OBJECT_STORES.test(backend)) say(unlocked(of, "The state is in an object store, which has no lock."));
    return work();
  });
}
