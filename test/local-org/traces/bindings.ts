/** A placeholder of the recordings: ids in order of creation, the organisation, the server's address. */
const PLACEHOLDER = /\{[a-z]+(?:-[a-z0-9]+)?\}/g;
const ONE = /^\{[a-z]+(?:-[a-z0-9]+)?\}$/;

/** What the placeholders and made-up names of a recording stand for on the server that it is replayed against. */
export class Bindings {
  readonly #ids = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  bind(placeholder: string, value: string): void {
    this.#ids.set(placeholder, value);
  }

  /** A whole text of the recording that is another one here, such as an address or the id of a subdomain. */
  replace(recorded: string, actual: string): void {
    this.#texts.set(recorded, actual);
  }

  has(placeholder: string): boolean {
    return this.#ids.has(placeholder);
  }

  text(recorded: string): string {
    let text = this.#texts.get(recorded) ?? recorded;
    for (const [from, to] of this.#texts) text = text.replaceAll(from, to);
    return text.replace(PLACEHOLDER, (placeholder) => this.#ids.get(placeholder) ?? placeholder);
  }

  /** A recorded value with everything bound put in its place. */
  value(recorded: unknown): unknown {
    if (typeof recorded === "string") return this.text(recorded);
    if (Array.isArray(recorded)) return recorded.map((item) => this.value(item));
    if (recorded === null || typeof recorded !== "object") return recorded;
    return Object.fromEntries(Object.entries(recorded).map(([key, item]) => [key, this.value(item)]));
  }

  /** Binds the placeholders of a recorded answer that are new to what stands there in the actual one. */
  learn(recorded: unknown, actual: unknown): void {
    if (typeof recorded === "string") {
      if (typeof actual !== "string") return;
      if (ONE.test(recorded)) {
        if (!this.has(recorded)) this.bind(recorded, actual);
      } else if (recorded.startsWith("{base}/")) this.replace(recorded, actual);
      return;
    }
    if (recorded === null || actual === null || typeof recorded !== "object" || typeof actual !== "object") return;
    for (const [key, item] of Object.entries(recorded)) this.learn(item, (actual as Record<string, unknown>)[key]);
  }
}
