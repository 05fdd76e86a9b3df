import { parseArchy } from "@genesys-flows/architect";
import { contextOf } from "@genesys-flows/cli";
import { markLine } from "@genesys-flows/platform";
import { digestInMark, isWithin, releasedDigest } from "../../../packages/flowctl/rollback/source-digest.ts";
import { PublishedVersions } from "../../../packages/flowctl/rollback/versions.ts";
import { makeProject, removeProjects } from "../../project/harness.ts";

afterEach(removeProjects);

const digest = (letter: string) => letter.repeat(64);
const mark = (letter: string) => markLine({ project: "example", stack: "dev", key: "sales", digest: digest(letter) });
const flow = (says: string, description = "", more = "") => `inboundCall:
  name: Sales
  description: ${JSON.stringify(description)}
  startUpRef: "/inboundCall/tasks/task[main_1]"
${more}  tasks:
    - task:
        name: Main
        refId: main_1
        actions:
          - playAudio: {name: Greet, audio: {tts: ${JSON.stringify(says)}}}
          - disconnect: {name: Bye}
`;

/** Versions whose exports are these texts, the first one first; the last one is live. */
function versionsOf(texts: readonly string[], live: string) {
  const id = (index: number) => `${index + 1}.0`;
  const stack = {
    project: "example",
    stack: "dev",
    organisation: { id: "organisation", pace: { firstPollMs: 1, longestPollMs: 1, jobLimitMs: 1000 } },
    signal: new AbortController().signal,
    flows: {
      versions: async () => texts.map((_, index) => ({ id: id(index), datePublished: "2026-01-02T03:04:05.000Z" })),
      registerExport: async ({ version }: { version: string }) => version,
      readExport: async (version: string) => ({ status: "Success", downloadUrl: version }),
      download: async (version: string) => texts[Number.parseInt(version, 10) - 1] as string,
    },
  } as unknown as ConstructorParameters<typeof PublishedVersions>[1];
  const entity = {
    id: "f",
    name: "Sales",
    type: "INBOUNDCALL",
    description: live,
    publishedVersion: { id: id(texts.length - 1) },
  };
  const context = contextOf({ root: makeProject({}), out: () => {}, err: () => {} });
  return { versions: new PublishedVersions(entity, stack, context), stack };
}

describe("the digest in the mark of a version", () => {
  const history = [
    flow("One.", mark("a")),
    flow("Two.", mark("b")),
    flow("Ann.", mark("b")),
    flow("Two.", mark("b")),
    flow("Five.", mark("c")),
  ];

  test.each([
    ["of the stack", "1.0", digest("a")],
    ["of the stack, and Ann edited it later", "2.0", digest("b")],
    ["that Ann edited: the mark is that of the version before", "3.0", undefined],
    ["that the stack published again over Ann's", "4.0", digest("b")],
  ])("%s", async (_what, version, expected) => {
    const { versions, stack } = versionsOf(history, mark("c"));
    expect((await digestInMark(versions, version, stack))?.digest).toBe(expected);
  });

  test("no mark, or the mark of another stack, is no proof", async () => {
    const other = markLine({ project: "example", stack: "prod", key: "sales", digest: digest("d") });
    const { versions, stack } = versionsOf([flow("One."), flow("Two.", other)], "");
    expect(await digestInMark(versions, "1.0", stack)).toBeUndefined();
    expect(await digestInMark(versions, "2.0", stack)).toBeUndefined();
  });

  test("where every export has the description of now, a source must have the content of the export, too", async () => {
    const { versions, stack } = versionsOf([flow("One.", mark("b")), flow("Two.", mark("b"))], mark("b"));
    const found = await digestInMark(versions, "1.0", stack);
    const exported = found?.toCompare;
    if (!exported) throw new Error("It must be compared.");
    expect(isWithin(parseArchy(flow("One."), { file: "a.yaml" }), exported)).toBe(true);
    expect(isWithin(parseArchy(flow("Two."), { file: "a.yaml" }), exported)).toBe(false);
  });
});

test("an export has a document with defaults and other names of parts, and not one with another action or setting", () => {
  const read = (text: string) => parseArchy(text, { file: "a.yaml" });
  const exported = read(flow("One.", "x", "  settingsMenu: {repeatCount: {lit: 3}}\n").replaceAll("main_1", "Main_10"));
  expect(isWithin(read(flow("One.")), exported)).toBe(true);
  expect(isWithin(read(flow("One.", "", "  settingsMenu: {repeatCount: {lit: 4}}\n")), exported)).toBe(false);
  expect(isWithin(read(flow("One.").replace("          - disconnect: {name: Bye}\n", "")), exported)).toBe(false);
});

test("release notes prove a digest only for the flow and version that they name", () => {
  const release = (publishedVersion: string, of: string) => ({
    name: "r",
    time: "2026-01-02T03:04:05.000Z",
    commit: "abc+",
    flows: { sales: { id: "f", name: "Sales", publishedVersion, digest: of } },
    verdict: "",
    published: [],
    failed: false,
  });
  const releases = [release("3.0", ""), release("2.0", digest("b"))];
  expect(releasedDigest(releases, { id: "f", version: "2.0" })).toEqual({ digest: digest("b"), commit: "abc" });
  expect(releasedDigest(releases, { id: "f", version: "3.0" })).toBeUndefined();
  expect(releasedDigest(releases, { id: "other", version: "2.0" })).toBeUndefined();
});
