import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from "node:crypto";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { formats, OtherFormatError, readKept } from "@genesys-flows/project/kept";
import { z } from "zod";
import { devStack } from "../stack/environment.ts";
import { SetUpError } from "../system/say.ts";

const digests = z.record(z.string(), z.string());

const keptPlanSchema = z.strictObject({
  format: z.literal(formats.plan.format),
  project: z.string(),
  stack: z.string(),
  /** Time at which the plan was made, ISO 8601. */
  made: z.string(),
  /** The first sentence of the plan's report. */
  verdict: z.string(),
  /** Whether the plan makes changes other than recording outputs in the state. */
  changes: z.boolean(),
  bound: z.strictObject({
    commit: z.string(),
    /** File -> digest. */
    source: digests,
    /** URN -> digest of the resource in the state. */
    state: digests,
    /** Name of a setting that selects the organisation or the policies -> digest. */
    settings: digests,
  }),
  /** The plan exactly as the engine wrote it. */
  plan: z.string(),
});

export type KeptPlan = z.infer<typeof keptPlanSchema>;
export type Bound = KeptPlan["bound"];

/** Writes a plan encrypted with the passphrase. */
export function writePlan(file: string, plan: Omit<KeptPlan, "format">, passphrase: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(file, sealed(JSON.stringify({ format: formats.plan.format, ...plan }), passphrase));
}

/**
 * @throws SetUpError if the file does not exist, was changed, or was encrypted with a different passphrase
 */
export function readPlan(file: string, passphrase: string): KeptPlan {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new SetUpError(`The plan ${file} does not exist. Make one with \`npm run pipeline -- plan\`.`);
  try {
    return readKept(unsealed(readFileSync(file), passphrase), formats.plan, keptPlanSchema);
  } catch (error) {
    const isNamed = error instanceof SealError || error instanceof OtherFormatError;
    const why = isNamed ? error.message : "The file is not a plan. Make a new plan.";
    throw new SetUpError(`The plan ${file} cannot be read. ${why} Nothing was changed.`);
  }
}

/** The identity of a plan file. It is unique, because each plan is encrypted with a new nonce. */
export function planIdentity(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/**
 * The value of PLAN_PASSPHRASE. If this variable is not set, the passphrase of the stack's secrets.
 * @throws SetUpError if the passphrase is missing or empty
 */
export function planPassphrase(env: NodeJS.ProcessEnv, stack: string): string {
  const { PLAN_PASSPHRASE: own, PULUMI_CONFIG_PASSPHRASE: stacks, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  const found = own || stacks || (file ? readFileSync(file, "utf8").trim() : "");
  if (found !== "") return found;
  throw new SetUpError(
    `Plans are stored encrypted, but no passphrase is set. ${
      stack === devStack
        ? `The stack ${devStack} always uses the empty passphrase, even if PULUMI_CONFIG_PASSPHRASE is set. Set PLAN_PASSPHRASE.`
        : "Set PLAN_PASSPHRASE, or set PULUMI_CONFIG_PASSPHRASE to the passphrase of the stack's secrets."
    }`,
  );
}

/** The first bytes of a sealed file, which identify its format and encryption. */
const MAGIC = Buffer.from("genesys-flows/sealed/1\n");
const BYTES = { salt: 16, nonce: 12, tag: 16, key: 32 } as const;

class SealError extends Error {}

/**
 * Compresses the text and encrypts it with AES-256-GCM. scrypt derives the key from the passphrase and a new random
 * salt.
 */
export function sealed(text: string, passphrase: string): Buffer {
  const salt = randomBytes(BYTES.salt);
  const nonce = randomBytes(BYTES.nonce);
  const cipher = createCipheriv("aes-256-gcm", scryptSync(passphrase, salt, BYTES.key), nonce);
  cipher.setAAD(MAGIC);
  const body = Buffer.concat([cipher.update(gzipSync(text)), cipher.final()]);
  return Buffer.concat([MAGIC, salt, nonce, cipher.getAuthTag(), body]);
}

/** @throws SealError if the passphrase is wrong, or the content was changed or was not written by `sealed` */
function unsealed(bytes: Buffer, passphrase: string): string {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SealError("The file was not written by `plan`. Make a new plan.");
  let at = MAGIC.length;
  const [salt, nonce, tag] = [BYTES.salt, BYTES.nonce, BYTES.tag].map((size) => {
    at += size;
    return bytes.subarray(at - size, at);
  }) as [Buffer, Buffer, Buffer];
  try {
    const decipher = createDecipheriv("aes-256-gcm", scryptSync(passphrase, salt, BYTES.key), nonce);
    decipher.setAAD(MAGIC);
    decipher.setAuthTag(tag);
    return gunzipSync(Buffer.concat([decipher.update(bytes.subarray(at)), decipher.final()])).toString("utf8");
  } catch {
    throw new SealError(
      "PLAN_PASSPHRASE is not the passphrase that this plan was made with, or the file was changed. Use the passphrase that `plan` used, or make a new plan.",
    );
  }
}
