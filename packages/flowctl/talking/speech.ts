import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A speech program on this machine. */
export interface Speaker {
  readonly program: string;
  /**
   * The program's arguments, and additions to its environment. Neither the program nor a shell interprets the text as
   * an option or a command.
   */
  command(text: string): { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> };
}

const POWERSHELL =
  "Add-Type -AssemblyName System.Speech; (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak($env:FLOWCTL_SAYS)";

const SPEAKERS: Readonly<Partial<Record<NodeJS.Platform, readonly Speaker[]>>> = {
  darwin: [{ program: "say", command: (text) => ({ args: ["--", text] }) }],
  linux: [
    { program: "espeak-ng", command: (text) => ({ args: ["--", text] }) },
    { program: "spd-say", command: (text) => ({ args: ["--wait", "--", text] }) },
  ],
  win32: [
    {
      program: "powershell.exe",
      command: (text) => ({ args: ["-NoProfile", "-Command", POWERSHELL], env: { FLOWCTL_SAYS: text } }),
    },
  ],
};

/** The speech program of this machine; undefined if no program is on the PATH. */
export function speakerOf(
  path: string = process.env["PATH"] ?? "",
  platform: NodeJS.Platform = process.platform,
): Speaker | undefined {
  const folders = path.split(delimiter).filter(Boolean);
  for (const { program, command } of SPEAKERS[platform] ?? []) {
    const folder = folders.find((one) => existsSync(join(one, program)));
    if (folder !== undefined) return { program: join(folder, program), command };
  }
  return undefined;
}

/** Names of the supported programs for this machine's operating system. */
export const speakerNames = (): string[] => (SPEAKERS[process.platform] ?? []).map(({ program }) => program);

/** A voice that speaks messages one after the other. */
export class Voice {
  readonly #speaker: Speaker;
  #now: AbortController | undefined;
  /** Resolves when the voice has finished speaking. */
  done: Promise<void> = Promise.resolve();

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  says(text: string): void {
    const now = new AbortController();
    this.#now = now;
    this.done = this.done.then(() => (now.signal.aborted ? undefined : speak(this.#speaker, text, now.signal)));
  }

  stop(): void {
    this.#now?.abort();
  }
}

/** Speaks a message. Resolves when the speech ends or `signal` aborts; failures of the program are ignored. */
function speak({ program, command }: Speaker, text: string, signal: AbortSignal): Promise<void> {
  const { args, env } = command(spoken(text));
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", signal, ...(env && { env: { ...process.env, ...env } }) });
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
}

/** Removes control characters and double brackets, which a speech program could interpret as commands. */
function spoken(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").replaceAll(/\[\[|\]\]/g, " ");
}
