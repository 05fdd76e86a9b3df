import type { TestOrganisation } from "../harness/organisation.ts";
import type { Plain } from "../harness/plugin.ts";

export const ROWS = "genesyscloud:index/architectDatatableRows:ArchitectDatatableRows";

const column = (type: string, displayOrder: number, more: Plain = {}) => ({ type, displayOrder, title: "", ...more });

/** A data table that somebody outside the stack made, and requests about its rows. */
export class Table {
  readonly #organisation: TestOrganisation;
  readonly id: string;

  private constructor(organisation: TestOrganisation, id: string) {
    this.#organisation = organisation;
    this.id = id;
  }

  /** With the columns `queue`, `priority` (5 by default) and `vip`. */
  static async make(organisation: TestOrganisation, name: string): Promise<Table> {
    const columns: Record<string, Plain> = {
      key: column("string", 0),
      queue: column("string", 1),
      priority: column("integer", 2, { default: 5 }),
      vip: column("boolean", 3),
    };
    const { id } = await organisation.api("POST", "/api/v2/flows/datatables", {
      name,
      schema: {
        $schema: "http://json-schema.org/draft-04/schema#",
        type: "object",
        required: ["key"],
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(columns).map(([key, value]) => [key, { $id: `/properties/${key}`, ...value }]),
        ),
      },
    });
    return new Table(organisation, String(id));
  }

  get path(): string {
    return `/api/v2/flows/datatables/${this.id}`;
  }

  /** Inputs of the resource for these rows. */
  inputs(rows: Readonly<Record<string, Plain>>, more: Plain = {}): Plain {
    const texts = Object.entries(rows).map(([key, values]) => [key, JSON.stringify(values)]);
    return { datatableId: this.id, rows: Object.fromEntries(texts), ...more };
  }

  /** All live rows, by key. */
  async rows(): Promise<Record<string, Plain>> {
    const rows: Record<string, Plain> = {};
    for (let pageNumber = 1; ; pageNumber++) {
      const { entities, pageCount } = await this.#organisation.api<{ entities: Plain[]; pageCount: number }>(
        "GET",
        `${this.path}/rows?showbrief=false&pageSize=500&pageNumber=${pageNumber}`,
      );
      for (const { key, ...values } of entities) rows[String(key)] = values;
      if (pageNumber >= pageCount) return rows;
    }
  }

  add(key: string, values: Plain): Promise<Plain> {
    return this.#organisation.api("POST", `${this.path}/rows`, { key, ...values });
  }

  change(key: string, values: Plain): Promise<Plain> {
    return this.#organisation.api("PUT", `${this.path}/rows/${encodeURIComponent(key)}`, { key, ...values });
  }

  remove(key: string): Promise<unknown> {
    return this.#organisation.api("DELETE", `${this.path}/rows/${encodeURIComponent(key)}`);
  }
}

/** Rows with the keys `0000`, `0001`, and so on. */
export function manyRows(count: number, values: Plain = { queue: "Sales" }): Record<string, Plain> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [String(index).padStart(4, "0"), { ...values, priority: index }]),
  );
}
