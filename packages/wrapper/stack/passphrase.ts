import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { devStack } from "./environment.ts";
import { stackFile } from "./stack.ts";

/**
 * Parameters of the CLI's key derivation (sdk/v3 `NewSymmetricCrypterFromPassphrase`), which takes most of a second.
 */
const key = { iterations: 1_000_000, bytes: 32, digest: "sha256" } as const;
const tagBytes = 16;

/**
 * Whether a passphrase matches the `encryptionsalt` of a stack, which has the format
 * `v1:<salt>:v1:<nonce>:<the word "pulumi", encrypted>`. Undefined if the format is different.
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

/**
 * Whether the CLI will ask for the passphrase of a stack. It does so on a terminal if the stack has an encryption salt
 * and the environment does not provide a passphrase.
 */
export function mustAskPassphrase(o: {
  readonly project: string;
  readonly stack: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): boolean {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = o.env;
  return process.stdin.isTTY === true && text === undefined && !file && saltOf(o.project, o.stack) !== undefined;
}

/**
 * Sets the empty passphrase for the stack `dev` if the shell has the passphrase of a different stack. This variable
 * overrides PULUMI_CONFIG_PASSPHRASE_FILE. Returns no variable if the stack is not `dev`, if the shell has no
 * passphrase, or if `dev` was created with a passphrase that is not empty.
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
