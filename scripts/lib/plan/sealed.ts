import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

/** First bytes of a sealed text: what it is, and how to open it. */
const MAGIC = Buffer.from("genesys-flows/sealed/1\n");
const BYTES = { salt: 16, nonce: 12, tag: 16, key: 32 } as const;

/** Why a sealed text cannot be opened. */
export class SealError extends Error {}

/**
 * A text that only somebody with the passphrase can read, and nobody can change: compressed, AES-256-GCM with a key that scrypt
 * derives from the passphrase and a salt of its own.
 */
export function sealed(text: string, passphrase: string): Buffer {
  const salt = randomBytes(BYTES.salt);
  const nonce = randomBytes(BYTES.nonce);
  const cipher = createCipheriv("aes-256-gcm", scryptSync(passphrase, salt, BYTES.key), nonce);
  cipher.setAAD(MAGIC);
  const body = Buffer.concat([cipher.update(gzipSync(text)), cipher.final()]);
  return Buffer.concat([MAGIC, salt, nonce, cipher.getAuthTag(), body]);
}

/** @throws SealError for another passphrase, and for a text that was changed or is none of ours */
export function unsealed(bytes: Buffer, passphrase: string): string {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SealError("It is not a file that `plan` wrote. Make a new plan.");
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
      "PLAN_PASSPHRASE is not the one that this plan was made with, or the file was changed. " +
        "Use the passphrase of `plan`, or make a new plan.",
    );
  }
}
