/** Shorter ones would take ordinary words out of texts. */
const SHORTEST = 8;

/** The secrets that this process has seen, to be kept out of every text that leaves it. */
export class SecretKeeper {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    this.#secrets.add(secret);
    this.#secrets.add(encodeURIComponent(secret));
  }

  /** The text with `[secret]` for each of them. */
  redact(text: string): string {
    let redacted = text;
    for (const secret of this.#secrets) redacted = redacted.replaceAll(secret, "[secret]");
    return redacted;
  }
}
