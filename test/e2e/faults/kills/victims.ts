import type { Running } from "../../harness/process.ts";
import type { Workspace } from "../../harness/workspace.ts";
import type { Victim } from "./cases.ts";

/** What the processes of a run are, by their command. */
const commands = {
  engine: /\/bin\/pulumi up\b/,
  provider: /pulumi-resource-genesyscloud/,
} as const;

/** The processes of one `npm run pulumi -- up` that somebody kills. */
export class Processes {
  readonly #workspace: Workspace;
  readonly #wrapper: Running;
  readonly #known = new Map<keyof typeof commands, number>();

  constructor(workspace: Workspace, wrapper: Running) {
    this.#workspace = workspace;
    this.#wrapper = wrapper;
  }

  /** Process id of the engine or the provider; undefined while it does not run. */
  find(who: keyof typeof commands): number | undefined {
    const known = this.#known.get(who);
    if (known !== undefined) return known;
    const pid = this.#workspace.processes().find(({ command }) => commands[who].test(command))?.pid;
    if (pid !== undefined) this.#known.set(who, pid);
    return pid;
  }

  /** Kills; returns whether the victim existed. */
  kill(victim: Victim): boolean {
    if (victim === "wrapper") return signal(this.#wrapper.pid, "SIGKILL");
    if (victim === "group") return signal(-this.#wrapper.pid, "SIGKILL");
    const pid = this.find(victim);
    return pid !== undefined && signal(pid, "SIGKILL");
  }

  /** Halts the engine while `look` looks; it continues unless it was killed by then. */
  halted(look: () => void): void {
    const engine = this.find("engine");
    if (engine === undefined || !signal(engine, "SIGSTOP")) return;
    look();
    signal(engine, "SIGCONT");
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
