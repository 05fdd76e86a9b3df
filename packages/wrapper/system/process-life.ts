import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";

export interface LivingProcess {
  /** Whether the process is a zombie: it has ended, but its parent has not read its exit code. */
  readonly ended: boolean;
  /**
   * Start time of the process, in milliseconds since the epoch. It is precise to about a second and depends on the
   * machine's clock.
   */
  readonly startedAt: number;
  /** Name of the process's program, without its path. Linux truncates the name to 15 characters. */
  readonly program: string;
}

export interface NotedProcess {
  readonly pid?: number;
  readonly hostname?: string;
  /** Time at which the note was written, ISO 8601. The process had already started. */
  readonly timestamp?: string;
}

/** Tolerance for a process that seems to have started after its note was written because the clock was changed. */
const TOLERANCE_MS = 10_000;

/**
 * Whether the process in a note has certainly ended. This is the case if it ran on this host and one of these is true:
 *
 * - The process is no longer running.
 * - The process is a zombie. Zombies remain in a container whose first process does not reap its children.
 * - The process id now belongs to a different program, which started after the note was written.
 *
 * False for a process on a different host and for a note without a process. Also false if the same program seems to
 * have started after the note was written, because the clock may have been changed.
 * @param o.programs names of the programs that write such notes
 */
export function isGone(
  noted: NotedProcess,
  o: { programs: readonly string[]; hostname?: string; look?: (pid: number) => LivingProcess | undefined },
): boolean {
  const { pid, hostname, timestamp } = noted;
  if (hostname !== (o.hostname ?? os.hostname()) || pid === undefined || !Number.isInteger(pid) || pid <= 0)
    return false;
  const now = (o.look ?? livingProcess)(pid);
  if (now === undefined || now.ended) return true;
  const noted_ = Date.parse(timestamp ?? "");
  const later = now.startedAt > noted_ + TOLERANCE_MS; // false if the note has no time
  return later && !o.programs.some((program) => now.program.startsWith(program));
}

/**
 * A process on this machine. Undefined if the process is not running. Reads /proc on Linux, and the output of `ps` on
 * other systems. If neither is available, only the existence of the process is known, and `startedAt` is 0.
 */
export function livingProcess(pid: number): LivingProcess | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  return inProc(pid) ?? byPs(pid) ?? { ended: false, startedAt: 0, program: "" };
}

/** Reads `/proc/<pid>/stat`. See proc_pid_stat(5) for the fields. */
function inProc(pid: number): LivingProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const program = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
    // Field 22 is the start time in ticks of 1/100 s (USER_HZ), the unit in which the kernel reports times to programs.
    const startedAt = Number(boot) * 1000 + Number(fields[18]) * 10;
    // The first thread may be a zombie while other threads are still running.
    const alone = readdirSync(`/proc/${pid}/task`).length <= 1;
    return { ended: "ZX".includes(state) && alone, startedAt, program };
  } catch {
    return undefined; // /proc does not exist, or the process has just ended and `ps` does not list it either
  }
}

function byPs(pid: number): LivingProcess | undefined {
  const columns = ["-o", "stat=", "-o", "etime=", "-o", "comm=", "-p", String(pid)];
  const { status, stdout } = spawnSync("ps", columns, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  const [, state = "", age = "", program = ""] = /^\s*(\S+)\s+([\d:-]+)\s+(.*\S)\s*$/.exec(stdout ?? "") ?? [];
  if (status !== 0 || state === "") return undefined;
  return {
    ended: state.startsWith("Z"),
    startedAt: Date.now() - secondsOf(age) * 1000,
    program: program.split("/").at(-1) ?? program,
  };
}

/** Converts `[[days-]hours:]minutes:seconds` to seconds. */
export function secondsOf(age: string): number {
  const [clock = "", days = "0"] = age.split("-").reverse();
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}
