import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { devStack } from "./environment.ts";
import { stackFile } from "./stack.ts";

/** The CLI's key derivation (sdk/v3 `NewSymmetricCrypterFromPassphrase`); takes most of a second. */
const key = { iterations: 1_000_000, bytes: 32, digest: "sha256" } as const;
const tagBytes = 16;

/**
 * Whether a passphrase opens a salt: `v1:<salt>:v1:<nonce>:<the word "pulumi", encrypted>`. Undefined for another
 * format.
 */
export function opens(salt: string, passphrase: string): boolean | undefined {
  const [version, seed, cipher, nonce, message] = salt.split(":");
  if (version !== "v1" || cipher !== "v1" || !seed || !nonce || !message) return undefined;
  const secret = pbkdf2Sync(passphrase, Buffer.from(seed, "base64"), key.iterations, key.bytes, key.digest);
  const sealed = Buffer.from(message, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", secret, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return `${decipher.update(sealed.subarray(0, -tagBytes), undefined, "utf8")}${decipher.final("utf8")}` === "pulumi";
  } catch {
    return false;
  }
}

export function saltOf(project: string, stack: string): string | undefined {
  return /^encryptionsalt:\s*["']?([^\s"']+)/m.exec(stackFile(project, stack))?.[1];
}

/** Whether the CLI asks for the passphrase of a stack: on a terminal, with secrets, without a passphrase in the environment. */
export function mustAskPassphrase(o: {
  readonly project: string;
  readonly stack: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): boolean {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = o.env;
  return process.stdin.isTTY === true && text === undefined && !file && saltOf(o.project, o.stack) !== undefined;
}

/**
 * What to set for the stack `dev` in a shell that has a passphrase for another stack: the empty one, which takes
 * precedence over PULUMI_CONFIG_PASSPHRASE_FILE. Empty for another stack, without such a passphrase, and when `dev` has
 * a passphrase of its own.
 */
export function devPassphrase(o: {
  readonly project: string;
  readonly stack: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}): { PULUMI_CONFIG_PASSPHRASE?: string } {
  const set = o.env["PULUMI_CONFIG_PASSPHRASE"] || o.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (o.stack !== devStack || !set) return {};
  const salt = saltOf(o.project, devStack);
  return salt !== undefined && opens(salt, "") === false ? {} : { PULUMI_CONFIG_PASSPHRASE: "" };
}
