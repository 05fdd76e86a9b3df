const HIDDEN = "[hidden]";
/** A shorter password may occur in ordinary text by chance, so it is hidden only in URLs. */
const LEAST = 6;

/**
 * The strings that must not be printed, with their replacements. The strings are the password in a backend's URL, as
 * encoded in the URL and decoded. The URL may be invalid.
 * @param {string | undefined} backend PULUMI_BACKEND_URL
 * @returns {readonly (readonly [string, string])[]} the longest first
 */
function replacements(backend = "") {
  const [, authority = ""] = /^[a-z][a-z0-9+.-]*:\/\/[^:@]*:(.*)@/is.exec(backend) ?? [];
  const [, parameter = ""] = /[?&]password=([^&#]*)/.exec(backend) ?? [];
  const given = [...new Set([authority, decoded(authority), parameter, decoded(parameter)])].filter(Boolean);
  const inUrl = given.flatMap((text) => [
    /** @type {const} */ ([`:${text}@`, `:${HIDDEN}@`]),
    /** @type {const} */ ([`password=${text}`, `password=${HIDDEN}`]),
  ]);
  const alone = given.filter((text) => text.length >= LEAST).map((text) => /** @type {const} */ ([text, HIDDEN]));
  return [...inUrl, ...alone].sort(([a], [b]) => b.length - a.length);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not a valid URL encoding
  }
}

/**
 * Text without the backend's password.
 * @param {string} text
 * @param {string | undefined} backend PULUMI_BACKEND_URL
 */
export function withoutPassword(text, backend) {
  return replacements(backend).reduce((clean, [secret, shown]) => clean.replaceAll(secret, shown), text);
}

/**
 * Whether a backend's URL has a password.
 * @param {string | undefined} backend PULUMI_BACKEND_URL
 */
export function hasPassword(backend) {
  return replacements(backend).length > 0;
}

/**
 * Forwards a program's output in parts, without the backend's password. If the end of a part may be the beginning of
 * the password, keeps that end until the next part.
 */
export class PasswordFilter {
  #rest = "";
  /** @type {(text: string) => void} */
  #to;
  /** @type {string | undefined} */
  #backend;
  /** @type {readonly string[]} */
  #secrets;

  /**
   * @param {string | undefined} backend PULUMI_BACKEND_URL
   * @param {(text: string) => void} to
   */
  constructor(backend, to) {
    this.#backend = backend;
    this.#to = to;
    this.#secrets = replacements(backend).map(([secret]) => secret);
  }

  /** @param {string} text */
  write(text) {
    const clean = withoutPassword(this.#rest + text, this.#backend);
    const held = Math.max(0, ...this.#secrets.map((secret) => beginningAtEnd(clean, secret)));
    this.#rest = clean.slice(clean.length - held);
    if (held < clean.length) this.#to(clean.slice(0, clean.length - held));
  }

  /** Forwards the remaining output. */
  end() {
    if (this.#rest !== "") this.#to(this.#rest);
    this.#rest = "";
  }
}

/**
 * The number of characters at the end of a text that match the beginning of a secret, but not the whole secret.
 * @param {string} text
 * @param {string} secret
 */
function beginningAtEnd(text, secret) {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}
