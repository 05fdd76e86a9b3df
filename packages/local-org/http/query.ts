import { ApiError } from "./api-error.ts";

/**
 * Query of a request. A parameter with several values may be comma-separated or repeated, and an empty value counts as
 * missing (`reference/platform-api.md §0` rules 2 and 3).
 */
export class Query {
  readonly #search: URLSearchParams;

  constructor(search: URLSearchParams) {
    this.#search = search;
  }

  /** The first value that is not empty. */
  get(name: string): string | undefined {
    return this.#search.getAll(name).find((value) => value !== "");
  }

  /** All values, split at commas, without empty ones. */
  all(name: string): string[] {
    return this.#search
      .getAll(name)
      .flatMap((value) => value.split(","))
      .map((value) => value.trim())
      .filter((value) => value !== "");
  }

  /** Whether the value is `true`, ignoring case. */
  flag(name: string): boolean {
    return this.get(name)?.toLowerCase() === "true";
  }

  /** Whether `sortOrder` is descending. */
  get descending(): boolean {
    return /^desc/i.test(this.get("sortOrder") ?? "");
  }

  /** @throws ApiError 400 `invalid.value` if the value is not a whole number of at least `min` */
  integer(name: string, o: { default: number; min?: number }): number {
    const text = this.get(name);
    if (text === undefined) return o.default;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < (o.min ?? 0))
      throw new ApiError(400, "invalid.value", `Value [${text}] is not valid for parameter ${name}.`);
    return value;
  }

  /** The parameters that have a value, for links to other pages. */
  entries(): [string, string][] {
    return [...this.#search.entries()].filter(([, value]) => value !== "");
  }
}
