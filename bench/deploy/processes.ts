import { readFileSync } from "node:fs";

/** The role of a process in a Pulumi command. */
export const roles = ["engine", "language host", "program", "pack", "provider"] as const;
export type Role = (typeof roles)[number];

export interface Usage {
  /** Processor time, user and system, in seconds. */
  readonly cpuS: number;
  /** The largest resident set of one of them, in MB. */
  readonly peakMb: number;
}

type Process = { readonly pid: number; readonly command: string };

/** Clock ticks per second in `/proc/<pid>/stat`; fixed for programs on Linux. */
const TICKS = 100;
const EVERY_MS = 50;

/**
 * Adds up the time and memory of a command's processes, by role. Needs `/proc`; without it, there is nothing to add.
 */
export class ProcessWatch {
  readonly #list: () => readonly Process[];
  readonly #seen = new Map<number, Usage & { readonly role: Role }>();
  readonly #timer: NodeJS.Timeout;

  /** @param list the command's running processes */
  constructor(list: () => readonly Process[]) {
    this.#list = list;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** Ends the watch. The last 50 ms of each process are missing. */
  stop(): ReadonlyMap<Role, Usage> {
    clearInterval(this.#timer);
    const sums = new Map<Role, Usage>();
    for (const { role, cpuS, peakMb } of this.#seen.values()) {
      const { cpuS: before, peakMb: largest } = sums.get(role) ?? { cpuS: 0, peakMb: 0 };
      sums.set(role, { cpuS: before + cpuS, peakMb: Math.max(largest, peakMb) });
    }
    return sums;
  }

  #look(): void {
    for (const { pid, command } of this.#list()) {
      const role = roleOf(command);
      const cpuS = timeOf(pid);
      const peakMb = peakOf(pid);
      if (role && cpuS !== undefined && peakMb !== undefined) this.#seen.set(pid, { role, cpuS, peakMb });
    }
  }
}

/** Watches processes. @returns a function that ends the watch and returns the largest size in MB */
export function largestOf(list: () => readonly Process[]): () => number {
  let largest = 0;
  const timer = setInterval(() => {
    for (const { pid } of list()) largest = Math.max(largest, peakOf(pid) ?? 0);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return largest;
  };
}

/** Undefined for a process that is about to become another: a shell, `git`. */
function roleOf(command: string): Role | undefined {
  if (/^\S*\bpulumi (preview|up|refresh|destroy) /.test(command)) return "engine";
  if (command.includes("pulumi-language-nodejs")) return "language host";
  if (command.includes("@pulumi/pulumi/cmd/run/")) return "program";
  if (command.includes("@pulumi/pulumi/cmd/run-policy-pack") || /\/policies \S+:\d+$/.test(command)) return "pack";
  return /pulumi-resource-/.test(command) ? "provider" : undefined;
}

/** Seconds of processor time; undefined when the process has ended. */
function timeOf(pid: number): number | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // Starts after the name, which may contain spaces; utime and stime are fields 14 and 15 (proc(5)).
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function peakOf(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`) ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
