import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releases } from "../../packages/flowctl/commands/releases.ts";
import { releaseNamed } from "../../packages/flowctl/releases/kept.ts";
import { ACCOUNT_FORMAT, readReleases, shortened } from "../../packages/report/account.ts";
import { makeProject, removeProjects, writeFiles } from "../project/harness.ts";
import { running } from "./program.ts";

afterEach(removeProjects);

const release = (day: number, commit: string, published: readonly string[], over: object = {}) =>
  JSON.stringify({
    // Of an earlier version of this project.
    format: "genesys-flows/release/1",
    time: `2026-01-0${day}T03:04:05.000Z`,
    commit,
    flows: { sales: { id: "f", name: "Sales", publishedVersion: `${day}.0`, digest: "" } },
    sourceDigests: {},
    report: {
      verdict: { text: "1 queue was changed." },
      flows: published.map((key) => ({ key, action: "publish", versions: { after: `${day}.0` } })),
    },
    ...over,
  });
/** As an update that failed leaves it. */
const failed = release(3, "1a2b3c4d5e6f7a8b", [], {
  format: ACCOUNT_FORMAT,
  report: {
    run: { ended: "failed" },
    verdict: { text: "The update failed: 1 of 2 changes were made, 1 failed." },
    flows: [{ key: "a", action: "publish", outcome: "done", versions: { after: "3.0" } }],
  },
});
const made = () =>
  makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": "config: {}\n",
    "notes/20260101T030405000Z.json": release(1, "1a2b3c4d5e6f7a8b", ["a", "b", "c", "d", "e", "f"]),
    "notes/20260101T030405000Z.md": "# dev\n",
    "notes/20260102T030405000Z.json": release(2, "aaaabbbbccccdddd+", []),
  });
const listed = (root: string, format = "text") =>
  running(root, (context) =>
    releases(
      { stack: "dev", format },
      {
        ...context,
        machine: {
          report: async () => ({ checks: [] }),
          decrypted: async () => "",
          state: async () => undefined,
          releases: async (stack) => {
            const folder = join(root, stack === "dev" ? "notes" : "none");
            return { folder, ...readReleases(folder) };
          },
        },
      },
    ),
  );

test("newest first: what each published, or what it did; a program gets all of it", async () => {
  const root = made();
  expect(await listed(root)).toEqual({
    code: 0,
    err: "",
    out: `release              ended                 commit         published
-------------------  --------------------  -------------  -------------------------------------
20260102T030405000Z  2026-01-02 03:04 UTC  aaaabbbbcccc+  1 queue was changed.
20260101T030405000Z  2026-01-01 03:04 UTC  1a2b3c4d5e6f   a 1.0, b 1.0, c 1.0, d 1.0 and 2 more

+ after a commit: the checkout also had uncommitted changes.
2 releases of dev. Roll back to one: npm run flowctl -- rollback --release NAME --stack dev
`,
  });
  const { stack, releases: found } = JSON.parse((await listed(root, "json")).out);
  expect([stack, found.map(({ name }: { name: string }) => name)]).toEqual([
    "dev",
    ["20260102T030405000Z", "20260101T030405000Z"],
  ]);
});

test("an update that failed says what it did, and is not a release", async () => {
  const root = made();
  writeFiles(root, { "notes/20260103T030405000Z.json": failed });
  const { out } = await listed(root);
  expect(out).toContain(
    "20260103T030405000Z  2026-01-03 03:04 UTC  1a2b3c4d5e6f   The update failed: 1 of 2 changes were made, 1 failed.\n",
  );
  expect(out).toContain("\n2 releases of dev.");
  const folder = join(root, "notes");
  const kept = { ...readReleases(folder), folder, stack: "dev" };
  expect(releaseNamed("1a2b3c", kept).name).toBe("20260101T030405000Z");
  expect(() => releaseNamed("20260103", kept)).toThrow("The stack 'dev' has no release '20260103'.");
});

test("notes without their whole report say the same", () => {
  const root = made();
  const folder = join(root, "notes");
  writeFiles(root, { "notes/20260103T030405000Z.json": failed });
  const whole = readReleases(folder);
  for (const { name } of whole.releases) {
    const file = `notes/${name}.json`;
    const long = JSON.parse(readFileSync(join(root, file), "utf8"));
    writeFiles(root, { [file]: JSON.stringify(shortened({ ...long, report: { ...long.report, more: [1] } })) });
  }
  expect(readReleases(folder)).toEqual(whole);
});

test("a file that cannot be read is named, and the others are listed", async () => {
  const root = made();
  writeFiles(root, { "notes/20260103T030405000Z.json": "{", "notes/x.json": '{"format": "another"}' });
  const { code, out, err } = await listed(root);
  expect([code, out]).toEqual([1, expect.stringContaining("2 releases of dev.")]);
  expect(err.split("\n").map((line) => line.replace(root, ""))).toEqual([
    '/notes/x.json cannot be read as release notes: It has the format "another", but this version of genesys-flows reads "genesys-flows/account/1": it was written by another version. Upgrade genesys-flows in this project, then read it again.',
    expect.stringContaining("/notes/20260103T030405000Z.json cannot be read as release notes: "),
    "",
  ]);
});

test("a release by its name, or by the beginning of its name or commit, where that is of one", () => {
  const folder = join(made(), "notes");
  const named = (text: string) => releaseNamed(text, { ...readReleases(folder), folder, stack: "dev" }).name;
  expect(["20260102T030405000Z", "20260101", "1a2b3c", "aaaabbbb"].map(named)).toEqual([
    "20260102T030405000Z",
    "20260101T030405000Z",
    "20260101T030405000Z",
    "20260102T030405000Z",
  ]);
  expect(() => named("2026")).toThrow(/^Several releases of 'dev' begin with '2026':\n {2}20260102T030405000Z \(/);
  expect(() => named("1a2")).toThrow(/^The stack 'dev' has no release '1a2'\. Its releases:\n/);
});
