import { notesOf } from "../../scripts/lib/release/tag.ts";

const changelog = `# Changelog

## 0.2.0 (2026-12-01)

No flow is published again.

**New**

- A command.

## 0.1.0

The first version.
`;
const fitting = {
  tag: "v0.2.0",
  packages: ["genesys-flows-sdk", "genesys-flows"].map((name) => ({ name, version: "0.2.0" })),
  changelog,
  repository: "team/genesys-flows",
  here: "team/genesys-flows",
};

test("the notes of a release are the section of its version", () => {
  expect(notesOf(fitting)).toBe("No flow is published again.\n\n**New**\n\n- A command.\n");
});

test.each([
  [
    "another version",
    { packages: [{ name: "genesys-flows", version: "0.1.9" }] },
    "has the version 0.1.9, which does not match",
  ],
  ["no section", { changelog: changelog.replace("0.2.0", "0.2.1") }, "CHANGELOG.md has no section `## 0.2.0`."],
  [
    "an open section",
    { changelog: changelog.replace("2026-12-01", "not released") },
    "says that 0.2.0 is not released",
  ],
  ["no repository", { repository: "", here: "" }, 'name the repository "", but this repository is ""'],
  ["a fork", { here: "someone/genesys-flows" }, 'but this repository is "someone/genesys-flows"'],
  ["a tag without its letter", { tag: "0.2.0" }, "which does not match the tag 0.2.0"],
])("a tag does not fit %s", (_, change, expected) => {
  expect(() => notesOf({ ...fitting, ...change })).toThrow(expected);
});

test("everything that does not fit is reported at once", () => {
  expect(() => notesOf({ ...fitting, packages: [{ name: "a", version: "1.0.0" }], here: undefined })).toThrow(
    /a has the version 1\.0\.0[\s\S]*set `repository`/,
  );
});
