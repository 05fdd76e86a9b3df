import { configurationSections, configurationTables } from "../../scripts/lib/generate/configuration-tables.ts";
import { withSections } from "../../scripts/lib/generate/generator.ts";

const begin = (name: string) => `<!-- generated: ${name} (npm run generate) -->`;
const end = "<!-- end of generated -->";
const sections = { settings: "| `pin` |" };
const page = ["Before", begin("settings"), "", "| `pin` |", "", end, "After", ""].join("\n");

test.each([
  ["empty", ["Before", begin("settings"), end, "After", ""].join("\n")],
  ["older", ["Before", begin("settings"), "", "Gone.", "", end, "After", ""].join("\n")],
  ["up to date", page],
])("a section that is %s is written, the text around it stays", (_, before) => {
  expect(withSections(before, sections)).toBe(page);
});

test.each([
  [[begin("settings"), "After"], "The section 'settings' has no end."],
  [[begin("settings"), begin("settings"), end], "The section 'settings' has no end."],
  [[begin("other"), end], "No generator writes the section 'other'."],
  [[end, begin("settings")], "The page ends a section that it did not begin."],
  [[begin("settings"), end, begin("settings"), end], "The page contains the section 'settings' twice."],
  [["Nothing"], "The page has no section 'settings'."],
])("a page whose sections cannot be written: %#", (lines, message) => {
  expect(() => withSections(lines.join("\n"), sections)).toThrow(message);
});

test("a cell of a table of docs/configuration.md has no bar of its own", () => {
  const bars = /(?<!\\)\|/g;
  for (const line of Object.values(configurationSections()).flatMap((text) => text.split("\n"))) {
    expect([line, line.match(bars)?.length]).toEqual([line, 3]);
  }
});

test("each key of the tables of docs/configuration.md has a text of sentences", () => {
  for (const table of Object.values(configurationTables())) {
    expect(table.length).toBeGreaterThan(0);
    for (const [, text] of table) expect(text).toMatch(/^[A-Z].*\.$/s);
  }
});
