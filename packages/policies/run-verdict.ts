import { createHash, createHmac, randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The variable with the secret of one run of the wrapper. Empty if the pack must check everything itself. */
export const RUN_SECRET = "GENESYS_FLOWS_RUN";

/** In the policy folder: a process that can write there can also change the policies. */
const FOLDER = ".verdicts";
const MOST_BYTES = 8 * 1024 * 1024;

/** The conditions of a check, except the rules: the program and the pack read the rules from the same files. */
export interface JudgedBy {
  readonly stack: string | undefined;
  /** Level and settings of each rule on documents, in the format of the engine's configuration. */
  readonly policies: object;
  /** Today in UTC, `2027-01-31`. */
  readonly today: string;
}

export interface JudgedFlow {
  readonly key: string;
  readonly digest: string;
  readonly forceUnlock: boolean;
}

export function newRunSecret(): string {
  return randomBytes(32).toString("hex");
}

/** The file in which a run's program lists the flows without findings. @param folder path of the policies */
export function verdictFile(folder: string, secret: string): string {
  return join(folder, FOLDER, `${createHash("sha256").update(secret).digest("hex").slice(0, 32)}.json`);
}

/**
 * Lists the flows without findings for the policy pack of the same run. Does nothing if the folder is not writable, or
 * if the system has no per-user permissions: the pack then checks the flows itself.
 */
export function writeRunVerdict(o: VerdictPlace, by: JudgedBy, flows: readonly JudgedFlow[]): void {
  if (!isSecret(o.secret) || process.getuid === undefined) return;
  const file = verdictFile(o.folder, o.secret);
  const content = JSON.stringify({ by: textOf(by), flows: flows.map(idOf) });
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    rmSync(file, { force: true });
    writeFileSync(file, `${macOf(content, o.secret)}\n${content}`, { flag: "wx", mode: 0o600 });
  } catch {}
}

export interface VerdictPlace {
  /** Path of the policies. */
  readonly folder: string;
  readonly secret: string | undefined;
}

/**
 * Reads the list from this run's program, and deletes the file.
 * @returns a function that determines whether the program checked a flow without findings; undefined if the conditions
 * differ, or if the file does not exist, is older than this process, belongs to a different user, is readable by
 * others, or is not signed with the secret
 */
export function readRunVerdict(o: VerdictPlace, by: JudgedBy): ((flow: JudgedFlow) => boolean) | undefined {
  if (!isSecret(o.secret)) return undefined;
  const [mac, content] = readOwn(verdictFile(o.folder, o.secret))?.split("\n") ?? [];
  if (content === undefined || mac !== macOf(content, o.secret)) return undefined;
  const verdict = JSON.parse(content) as { by: string; flows: string[] };
  if (verdict.by !== textOf(by)) return undefined;
  const flows = new Set(verdict.flows);
  return (flow) => flows.has(idOf(flow));
}

export function isSecret(value: string | undefined): value is string {
  return /^[0-9a-f]{64}$/.test(value ?? "");
}

/**
 * The content of a file. Undefined unless this user wrote the file after this process started and no other user can
 * read it.
 */
function readOwn(file: string): string | undefined {
  const user = process.getuid?.();
  let opened: number | undefined;
  try {
    opened = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    const found = fstatSync(opened);
    const isOwn = found.isFile() && found.uid === user && (found.mode & 0o077) === 0;
    if (!isOwn || found.mtimeMs < performance.timeOrigin || found.size > MOST_BYTES) return undefined;
    const text = readFileSync(opened, "utf8");
    rmSync(file);
    return text;
  } catch {
    return undefined;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

function macOf(content: string, secret: string): string {
  return createHmac("sha256", secret).update(content).digest("hex");
}

function idOf({ key, digest, forceUnlock }: JudgedFlow): string {
  return JSON.stringify([key, digest, forceUnlock]);
}

function textOf({ stack, policies, today }: JudgedBy): string {
  return JSON.stringify([stack, today, policies], (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
