import { type Html, html } from "@genesys-flows/architect/html";

export interface Column<Row> {
  readonly title: string;
  /** Content of a cell; undefined for a blank cell. A column of blank cells is not shown. */
  readonly cell: (row: Row) => Html | undefined;
  /** Whether its cells are row headers. */
  readonly heads?: true;
  /** Whether each group of rows shares one cell, from its first row. */
  readonly spans?: true;
  readonly class?: string;
}

export interface Table<Row> {
  /** Id of the heading that labels the table. */
  readonly labelledBy: string;
  readonly columns: readonly Column<Row>[];
  /** Rows that belong together; no group is empty. */
  readonly groups: readonly (readonly Row[])[];
  readonly id?: string;
  readonly isStale?: (row: Row) => boolean;
  /** The words of a row that a filter searches. */
  readonly words?: (row: Row) => string;
}

/** A table that scrolls on its own in a narrow window. */
export function table<Row>({ labelledBy, columns, groups, id, isStale, words }: Table<Row>): Html {
  const bodies = groups.map((rows) =>
    rows.map((row, at) => ({
      row,
      cells: columns.map(({ cell, spans }) => (spans && at > 0 ? undefined : cell(row))),
    })),
  );
  const shown = columns.flatMap((column, index) =>
    bodies.some((rows) => rows.some(({ cells }) => cells[index])) ? [{ column, index }] : [],
  );
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="${labelledBy}"><table${id !== undefined && html` id="${id}"`}${groups.length > 1 && html` class="grouped"`}>
<thead><tr>${shown.map(({ column }) => html`<th scope="col">${column.title}</th>`)}</tr></thead>
${bodies.map(
  (rows) =>
    html`<tbody>${rows.map(
      (
        { row, cells },
        at,
      ) => html`<tr${isStale?.(row) && html` class="stale"`}${words && html` data-words="${words(row)}"`}>
${shown.map(({ column, index }) => (column.spans && at > 0 ? undefined : tableCell(column, cells[index], rows.length)))}</tr>`,
    )}</tbody>`,
)}
</table></div>`;
}

function tableCell<Row>({ heads, spans, class: name }: Column<Row>, content: Html | undefined, rows: number): Html {
  const tag = heads ? "th" : "td";
  const scope = heads && html` scope="${spans ? "rowgroup" : "row"}"`;
  return html`
<${tag}${scope}${name && html` class="${name}"`}${spans && html` rowspan="${rows}"`}>${content}</${tag}>`;
}

/** A section of a page, labelled by its heading. */
export function section(id: string, heading: Html | string, body: Html): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
${body}</section>`;
}

/** A section with a single table. */
export function tableSection<Row>(id: string, heading: Html | string, shown: Omit<Table<Row>, "labelledBy">): Html {
  return section(id, heading, table({ ...shown, labelledBy: id }));
}

/** A term and its value; undefined if there is no value. */
export function fact(term: string, value: Html | string | undefined): Html | undefined {
  return value === undefined ? undefined : html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
}
