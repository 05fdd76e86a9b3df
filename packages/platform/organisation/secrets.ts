/** The minimum length of a secret that is removed. A shorter secret would also match ordinary words. */
const SHORTEST = 8;
const INSTEAD = "[secret]";

/**
 * These are always secret: the credentials in a header, and the part of an address that makes the address valid without
 * a login.
 */
const patterns: readonly RegExp[] = [
  // The name of a permission, `authorization:role:view`, is not a credential.
  /(?<=\bauthorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic)\s+)?)(?!(?:bearer|basic)\s|[a-z]+:(?:view|add|edit|delete|grant|all|\*)(?!\w))[^\s"',}]+/gi,
  /(?<=\bbearer\s+)[\w.~+/-]{20,}=*/gi,
  /(?<=[?&](?:x-amz-(?:signature|credential|security-token)|awsaccesskeyid|signature|sig|access_token|token)=)[^&\s"'<>]+/gi,
];

/** The secrets that this process has seen. They are removed from all output. */
export class SecretKeeper {
  readonly #secrets = new Set<string>();

  /** Adds a secret, including its forms in an address, in JSON and in base64. */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    this.#secrets.add(secret);
    this.#secrets.add(encodeURIComponent(secret));
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    this.#secrets.add(Buffer.from(secret).toString("base64"));
  }

  /** Adds the secret of a client, including the encoded id and secret that a login sends. */
  addClient(client: { readonly clientId: string; readonly clientSecret: string }): void {
    this.add(client.clientSecret);
    if (client.clientSecret.length < SHORTEST) return;
    this.#secrets.add(Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64"));
  }

  /** Replaces each secret in a text, and anything that looks like a secret, with `[secret]`. */
  redact(text: string): string {
    let redacted = text;
    const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
    for (const secret of longestFirst) redacted = redacted.replaceAll(secret, INSTEAD);
    for (const pattern of patterns) redacted = redacted.replace(pattern, INSTEAD);
    return redacted;
  }
}
