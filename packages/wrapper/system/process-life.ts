import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";

export interface LivingProcess {
  /** Whether the process is a zombie: it has ended, but its parent has not read its exit code. */
  readonly ended: boolean;
  /**
   * When the process started, in milliseconds since the epoch; exact to about a second, and only as accurate as the
   * machine's clock.
   */
  readonly startedAt: number;
  /** The process's program, without path; cut to 15 characters on Linux. */
  readonly program: string;
}

export interface NotedProcess {
  readonly pid?: number;
  readonly hostname?: string;
  /** When the note was written, ISO 8601: the process had started by then. */
  readonly timestamp?: string;
}

/** How much later than the note a process may seem to have started, because the clock was set meanwhile. */
const TOLERANCE_MS = 10_000;

/**
 * Whether the process in a note has certainly ended: it ran on this host, and now does not run, or is a zombie (which
 * stays forever in a container whose first process does not reap its children), or its id belongs to another program
 * that started after the note was written. False for a process on another host and for a note without a process. Also
 * false for a process of the noted program that seems to have started later, because the clock may have been changed.
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
  const later = now.startedAt > noted_ + TOLERANCE_MS; // false if no time was noted
  return later && !o.programs.some((program) => now.program.startsWith(program));
}

/**
 * A process on this machine; undefined when it does not run. Read from /proc if it exists (Linux), otherwise from `ps`.
 * If neither can be read, only its existence is known: then it seems to run since the epoch.
 */
export function livingProcess(pid: number): LivingProcess | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  return inProc(pid) ?? byPs(pid) ?? { ended: false, startedAt: 0, program: "" };
}

/** Fields of `/proc/<pid>/stat`: proc_pid_stat(5). */
function inProc(pid: number): LivingProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const program = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
    // Field 22, in ticks of 1/100 s: the unit in which the kernel reports times to programs (USER_HZ).
    const startedAt = Number(boot) * 1000 + Number(fields[18]) * 10;
    // The first thread may be a zombie while others still run.
    const alone = readdirSync(`/proc/${pid}/task`).length <= 1;
    return { ended: "ZX".includes(state) && alone, startedAt, program };
  } catch {
    return undefined; // /proc does not exist, or the process has just ended: then `ps` does not list it either
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

/** Seconds in `[[days-]hours:]minutes:seconds`. */
export function secondsOf(age: string): number {
  const [clock = "", days = "0"] = age.split("-").reverse();
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}
