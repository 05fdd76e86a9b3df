import { configurationTables } from "../../scripts/lib/generate/configuration-tables.ts";
import { withTables } from "../../scripts/lib/generate/tables.ts";

const begin = (name: string) => `<!-- table: ${name} (npm run generate) -->`;
const end = "<!-- end of table -->";
const tables = {
  settings: [
    ["pin", "Whether `a|b`."],
    ["import", "Id."],
  ],
} as const;
const written = ["Before", begin("settings"), "", "| key | meaning |", "|---|---|"];
const page = [...written, "| `pin` | Whether `a\\|b`. |", "| `import` | Id. |", "", end, "After", ""].join("\n");

test.each([
  ["empty", ["Before", begin("settings"), end, "After", ""].join("\n")],
  ["older", [...written, "| `old` | Gone. |", "", end, "After", ""].join("\n")],
  ["as it should be", page],
])("a table that is %s is written, the text around it stays", (_, before) => {
  expect(withTables(before, tables)).toBe(page);
});

test.each([
  [[begin("settings"), "After"], "The table 'settings' has no end."],
  [[begin("settings"), begin("settings"), end], "The table 'settings' has no end."],
  [[begin("other"), end], "Nothing makes the table 'other'."],
  [["Nothing"], "The page has no table 'settings'."],
])("a page of which tables cannot be written: %#", (lines, message) => {
  expect(() => withTables(lines.join("\n"), tables)).toThrow(message);
});

test("each key of the tables of docs/configuration.md has a text of sentences", () => {
  for (const table of Object.values(configurationTables())) {
    expect(table.length).toBeGreaterThan(0);
    for (const [, text] of table) expect(text).toMatch(/^[A-Z].*\.$/s);
  }
});
