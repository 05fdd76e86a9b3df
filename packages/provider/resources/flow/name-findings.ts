import type { Organisation } from "../../run/organisation.ts";
import { type MissingName, missingNamesTable, type UncheckedName } from "./missing-names.ts";

/** The names that a preview looked for in vain, or could not look up, in all flows: they are reported in one table. */
export class NameFindings {
  readonly #missing: MissingName[] = [];
  readonly #unchecked: UncheckedName[] = [];

  add(found: { readonly missing: readonly MissingName[]; readonly unchecked: readonly UncheckedName[] }): void {
    this.#missing.push(...found.missing);
    this.#unchecked.push(...found.unchecked);
  }

  clear(): void {
    this.#missing.length = 0;
    this.#unchecked.length = 0;
  }

  /** Whether an update would be refused because of them. */
  get refuse(): boolean {
    return this.#missing.length > 0;
  }

  get isEmpty(): boolean {
    return this.#missing.length === 0 && this.#unchecked.length === 0;
  }

  /** The table, and what was not checked; empty where there is neither. */
  text(organisation: Pick<Organisation, "name" | "embedded">): string {
    return missingNamesTable(this.#missing, this.#unchecked, organisation);
  }
}
