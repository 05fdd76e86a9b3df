import type { ResourceUrn } from "@genesys-flows/project/state";
import type { CreationNote, CreationNotes } from "../../../run/creation-notes.ts";
import { fingerprintOf, sameAsIn } from "../../plain/proof.ts";
import type { Json, LifeContext } from "../../plain/spec.ts";
import { KEY } from "../columns.ts";
import type { RowTexts } from "./diff.ts";
import type { RowsPlan } from "./plan.ts";

/**
 * The note of the rows that an update is about to add: a hash of each row, by key. After an interrupted run, the note
 * shows which rows that run wrote, even if the source has changed since then.
 */
export class RowNotes {
  readonly #notes: CreationNotes;
  readonly #of: { readonly urn: ResourceUrn; readonly log: LifeContext["log"] };

  constructor(notes: CreationNotes, of: { readonly urn: ResourceUrn; readonly log: LifeContext["log"] }) {
    this.#notes = notes;
    this.#of = of;
  }

  get #debug(): LifeContext["log"]["debug"] {
    return this.#of.log.debug;
  }

  /** The note of an interrupted run for a table; undefined if there is no note. */
  read(of: { readonly organizationId: string; readonly tableId: string }): CreationNote | undefined {
    const note = this.#notes.read(this.#of.urn, this.#debug);
    const isOf = note?.organizationId === of.organizationId && (note.id ?? note.identity["datatableId"]) === of.tableId;
    return isOf ? note : undefined;
  }

  /** Call this before the first write. Keeps the entries of an earlier note for other rows. */
  async write(
    plan: RowsPlan,
    of: { readonly organizationId: string; readonly tableId: string; readonly earlier: CreationNote | undefined },
  ): Promise<void> {
    const added = plan.writes.filter(({ isNew }) => isNew);
    if (added.length === 0) return;
    const rows = Object.fromEntries(added.map(({ key, row }) => [key, canonical(row)]));
    const { salt, body } = fingerprintOf(rows, of.earlier?.salt || undefined);
    await this.#notes.write(
      this.#of.urn,
      {
        organizationId: of.organizationId,
        identity: { datatableId: of.tableId },
        wasAbsent: true,
        salt,
        body: { ...hashesIn(of.earlier), ...(body as Json) } as CreationNote["body"],
      },
      this.#debug,
    );
  }

  /** Removes the note if the state has every row of the note. */
  async settle(known: RowTexts): Promise<void> {
    const note = this.#notes.read(this.#of.urn, this.#debug);
    if (note && Object.keys(hashesIn(note)).every((key) => known.has(key))) {
      await this.#notes.drop(this.#of.urn, this.#debug);
    }
  }

  drop(): Promise<void> {
    return this.#notes.drop(this.#of.urn, this.#debug);
  }
}

/** Whether a live row has the values that an interrupted run wrote. @param note undefined if there was no such run */
export function isOfNote(note: CreationNote | undefined, row: Json): boolean {
  if (!note) return false;
  // The state had these rows and is about to contain them under a different name.
  if (note.id !== undefined) return true;
  const hash = hashesIn(note)[String(row[KEY])];
  return hash !== undefined && sameAsIn(note)(canonical(row), hash);
}

/** Keys of the rows that an interrupted run was adding. */
export function keysOfNote(note: CreationNote): string[] {
  return Object.keys(hashesIn(note));
}

function hashesIn(note: CreationNote | undefined): Json {
  const body = note?.body;
  return body !== null && typeof body === "object" && !Array.isArray(body) ? (body as Json) : {};
}

/** A row as one string that omits columns without a value. */
function canonical(row: Json): string {
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
