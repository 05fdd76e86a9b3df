import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";

/** A process of this machine, as the system shows it now. */
export interface LivingProcess {
  /** Whether it has ended and only its parent has not asked for its exit code: a zombie. */
  readonly ended: boolean;
  /** When it began, milliseconds of the epoch; true to about a second, and as good as the machine's clock. */
  readonly startedAt: number;
  /** Its program, without path; cut to 15 characters on Linux. */
  readonly program: string;
}

/** What was noted of a process: in a lock, in a mark. */
export interface NotedProcess {
  readonly pid?: number;
  readonly hostname?: string;
  /** When the note was written, ISO 8601: the process had begun by then. */
  readonly timestamp?: string;
}

/** How much later than the note a process may seem to begin: the clock is set while it runs. */
const TOLERANCE_MS = 10_000;

/**
 * Whether the process that a note names cannot come back: it ran on this host, and no such process runs now, or only its zombie
 * is left (in a container whose first process does not reap, for ever), or its id belongs to another program that began
 * after the note was written. A process on another host, or one that the note does not name, is never called gone.
 *
 * A process of the noted program that seems to have begun later is not gone: the clock may have been set.
 *
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
  const later = now.startedAt > noted_ + TOLERANCE_MS; // false where no time was noted
  return later && !o.programs.some((program) => now.program.startsWith(program));
}

/**
 * A process of this machine; undefined where none runs. From /proc where there is one (Linux), else from `ps`. Where
 * neither can be read, all that is known is that it runs: it then seems to run since the epoch.
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
    // Field 22, in ticks of 1/100 s: the unit that the kernel gives to programs (USER_HZ).
    const startedAt = Number(boot) * 1000 + Number(fields[18]) * 10;
    // The first thread may be a zombie while others still write.
    const alone = readdirSync(`/proc/${pid}/task`).length <= 1;
    return { ended: "ZX".includes(state) && alone, startedAt, program };
  } catch {
    return undefined; // no /proc here, or it ended just now: then `ps` does not know it either
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

/** Of `[[days-]hours:]minutes:seconds`. */
export function secondsOf(age: string): number {
  const [clock = "", days = "0"] = age.split("-").reverse();
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}
