import { html } from "@genesys-flows/architect/html";
import { type Column, table } from "../../../packages/local-org/page/table.ts";
import { headings, seen } from "./pages.ts";

interface Row {
  readonly group?: string;
  readonly name: string;
  readonly note?: string;
}

const columns: Column<Row>[] = [
  { title: "Group", heads: true, spans: true, cell: ({ group }) => (group === undefined ? undefined : html`${group}`) },
  { title: "Name", heads: true, cell: ({ name }) => html`${name}` },
  { title: "Note", class: "short", cell: ({ note }) => (note === undefined ? undefined : html`${note}`) },
];

const shown = (...groups: Row[][]): string => table({ labelledBy: "t", columns, groups }).text;

test("a column that is blank in every row is not shown", () => {
  expect(headings(shown([{ name: "a" }], [{ name: "b" }]))).toEqual(["Name"]);
});

test("a column with content in one row of one group is shown, with blank cells elsewhere", () => {
  const text = shown([{ name: "a" }], [{ name: "b" }, { name: "c", note: "x" }]);
  expect(headings(text)).toEqual(["Name", "Note"]);
  expect(text.match(/<td class="short"><\/td>/g)).toHaveLength(2);
});

test("a spanning cell is that of the group's first row, over all of its rows", () => {
  const text = shown(
    [
      { group: "one", name: "a" },
      { group: "ignored", name: "b" },
    ],
    [{ group: "two", name: "c" }],
  );
  expect(seen(text)).toBe(" Group Name one a b two c ");
  expect(text).toContain('<th scope="rowgroup" rowspan="2">one</th>');
});

test("texts of rows are escaped, in cells and in attributes", () => {
  const text = table({ labelledBy: "t", columns, groups: [[{ name: "<b>" }]], words: ({ name }) => `"${name}` }).text;
  expect(text).toContain('data-words="&quot;&lt;b&gt;"');
  expect(text).toContain("&lt;b&gt;</th>");
});
