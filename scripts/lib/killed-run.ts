import path from "node:path";
import { describeHolder, engineLocks, removeLock } from "./engine-locks.ts";
import { isGone } from "./machine-lock.ts";
import { clearPendingCreates, pendingCreates, type StackCommand } from "./pending-creates.ts";
import { SetUpError, say } from "./say.ts";
import { markUnfinished } from "./unfinished-run.ts";

/**
 * Clears away what a killed run left on a stack of a file backend: its lock, and the mark on what it was creating. What
 * it created meanwhile is taken over by the next update (packages/provider). The lock becomes the mark of a run that did
 * not end well, where that run left none itself.
 *
 * Only a lock that names this host and a process that is gone says that a local run was killed. Every other lock stays,
 * and so do pending creates without such a lock.
 *
 * @param state folder of the backend
 * @throws SetUpError when another lock is on the stack: whose it is, and what to do
 */
export async function clearKilledRun(
  command: StackCommand & { readonly projectName: string; readonly state: string; readonly hostname?: string },
): Promise<void> {
  const { state, projectName, stack } = command;
  const locks = engineLocks(state, { project: projectName, stack });
  const dead = locks.filter((lock) => isGone(lock, command.hostname));
  const others = locks.filter((lock) => !dead.includes(lock));
  if (others.length > 0) {
    throw new SetUpError(
      `The stack ${stack} is locked by ${others.map(describeHolder).join("; and by ")}. Nothing was done.\n` +
        `Wait until that has ended, then try again. Only if it is sure that nothing works on ${stack} any more: npm run pulumi -- cancel --stack ${stack}`,
    );
  }
  const pending = pendingCreates(path.join(state, ".pulumi", "stacks", projectName, `${stack}.json`));
  if (dead.length === 0) {
    if (pending.length > 0) say(leftAlone(pending, stack));
    return;
  }
  const [{ pid, hostname, timestamp } = {}] = dead;
  markUnfinished(command, {
    ...(pid !== undefined && { pid }),
    ...(hostname !== undefined && { hostname }),
    ...(timestamp !== undefined && { time: timestamp }),
  });
  const unlock = () => {
    for (const lock of dead) {
      removeLock(lock);
      say(`Removed the lock of a run that was killed: ${describeHolder(lock)}`);
    }
  };
  if (pending.length === 0) return unlock();
  await clearPendingCreates(command, unlock);
  say(`It was creating ${names(pending)}; the update takes over what is there.`);
}

function leftAlone(pending: readonly string[], stack: string): string {
  return (
    `An interrupted run was creating ${names(pending)}. No lock says that it ran on this machine and is dead, so that mark stays in the state; ` +
    `when nothing works on ${stack} any more: npm run pulumi -- refresh --clear-pending-creates --stack ${stack}`
  );
}

/** `flow:Flow sales, routingQueue:RoutingQueue vip` */
function names(urns: readonly string[]): string {
  return urns
    .map((urn) => {
      const [, , types = "", name = ""] = urn.split("::");
      return `${types.split("/").at(-1)} ${name}`;
    })
    .join(", ");
}
