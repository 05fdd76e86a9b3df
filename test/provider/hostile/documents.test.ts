import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { callDocument } from "../harness/documents.ts";
import { fileAsset, textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

const FILE = "flow.yaml";
const at = (file: string) => path.join(scene.organisation.folder, file);
const LIMIT = 1_000_000;
/** A flow of so many bytes. */
function documentOf(bytes: number): string {
  const bare = Buffer.byteLength(callDocument({ text: "" }));
  return callDocument({ text: "ä".repeat(Math.floor((bytes - bare) / 2)) + "x".repeat((bytes - bare) % 2) });
}
const utf16 = (text: string, order: "le" | "be") => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

describe("a document that no flow can be", () => {
  test.each<[string, string | Buffer, RegExp]>([
    ["an empty file", "", /error not-archy: The file is empty\./],
    ["comments alone", "# nothing\n", /error not-archy: The file is empty: it has only comments\./],
    ["JSON of something else", '{"name": "Sales", "version": 1}', /error not-archy: .*2 keys \(name, version\)/],
    ["a list", "- inboundCall\n", /error not-archy: .*This file contains a list/],
    ["two documents", `${callDocument()}\n---\n${callDocument({ name: "B" })}`, /flow\.yaml:\d+:\d+ error not-yaml/],
    ["tabs", "inboundCall:\n\tname: Sales\n", /flow\.yaml:2:\d+ error not-yaml/],
    [
      "binary",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x01]),
      /flow\.yaml is not UTF-8 text.*Export the flow as YAML/,
    ],
    ["a zip", Buffer.from("504b0304140000000800", "hex"), /flow\.yaml is not UTF-8 text/],
    [
      "Latin-1",
      Buffer.from(callDocument({ text: "Grüße" }), "latin1"),
      /flow\.yaml is not UTF-8 text.*save the file as UTF-8/,
    ],
    ["UTF-16, little end first", utf16(callDocument(), "le"), /flow\.yaml is encoded in UTF-16\. Save it as UTF-8/],
    ["UTF-16, big end first", utf16(callDocument(), "be"), /flow\.yaml is encoded in UTF-16\. Save it as UTF-8/],
    ["a page", "<!DOCTYPE html>\n<html><body>Log in</body></html>\n", /error (not-archy|not-yaml)/],
    [
      "just over the limit",
      documentOf(LIMIT + 1),
      /error too-large: The file has 1000001 bytes; the limit is 1000000\./,
    ],
    [
      "far over the limit",
      Buffer.alloc(17 * 1024 * 1024, "x"),
      /flow\.yaml has 17825792 bytes, which is larger than any valid flow/,
    ],
  ])("%s: refused with file and reason, in preview and update", async (_title, content, reason) => {
    writeFileSync(at(FILE), content);
    const requests = await scene.organisation.requestsOf(async () => {
      for (const run of [stack.preview, stack.up]) {
        const { failures } = await run.call(stack, FLOW, "sales", { document: fileAsset(FILE) });
        expect(failures).toEqual([{ property: "document", reason: expect.stringMatching(reason) }]);
      }
    });
    expect(requests).toEqual([]);
  });

  test("a folder, a pipe, a file that may not be read, one that does not exist", async () => {
    mkdirSync(at("folder.yaml"), { recursive: true });
    execFileSync("mkfifo", [at("pipe.yaml")]);
    const reasons = [];
    for (const file of ["folder.yaml", "pipe.yaml", "nowhere.yaml", "flow.yaml/below"]) {
      const { failures } = await stack.up(FLOW, "sales", { document: fileAsset(file) });
      reasons.push(...failures.map(({ reason }) => reason));
    }
    rmSync(at("pipe.yaml"));
    expect(reasons).toEqual([
      "The document folder.yaml is not a file. Specify the path of the flow's file.",
      "The document pipe.yaml is not a file. Specify the path of the flow's file.",
      "The document nowhere.yaml does not exist. Run the program again: it writes the compiled documents.",
      "The document flow.yaml/below cannot be read: ENOTDIR.",
    ]);
  });
});

describe("a document in an odd form is published", () => {
  test.each<[string, () => string | Buffer]>([
    ["with a byte order mark", () => `\uFEFF${callDocument()}`],
    ["with lines of Windows", () => callDocument().replaceAll("\n", "\r\n")],
    [
      "as JSON",
      () =>
        JSON.stringify({
          inboundCall: {
            name: "Sales",
            defaultLanguage: "en-us",
            supportedLanguages: { "en-us": { none: true } },
            startUpRef: "/inboundCall/tasks/task[T]",
            tasks: [{ task: { name: "T", refId: "T", actions: [{ disconnect: { name: "bye" } }] } }],
          },
        }),
    ],
    ["with one document mark", () => `---\n${callDocument()}...\n`],
    ["exactly at the limit", () => documentOf(LIMIT)],
  ])("%s", async (_title, content) => {
    writeFileSync(at(FILE), content());
    const first = await stack.up(FLOW, "sales", { document: fileAsset(FILE) });
    expect(first).toMatchObject({ operation: "create", outputs: { publishedVersion: "1.0", name: "Sales" } });
    expect((await stack.up(FLOW, "sales", { document: fileAsset(FILE) })).operation).toBe("same");
  });

  test("the same text with and without a byte order mark is the same flow", async () => {
    await stack.up(FLOW, "sales", { document: textAsset(callDocument()) });
    const again = await stack.up(FLOW, "sales", { document: { ...textAsset(`\uFEFF${callDocument()}`), hash: "1" } });
    expect(again.operation).toBe("same");
  });
});

describe("a file that is not the one that was looked at", () => {
  const change = async (during: () => void): Promise<Error> => {
    writeFileSync(at(FILE), callDocument());
    const error = await errorOf(() => stack.up(FLOW, "sales", { document: fileAsset(FILE) }, { afterCheck: during }));
    expect(await scene.organisation.flowsNamed("Sales")).toEqual([]);
    return error;
  };

  test("it changed between the check and the publishing: nothing is published", async () => {
    const error = await change(() => writeFileSync(at(FILE), callDocument({ text: "Another." })));
    expect(error.message).toMatch(
      /flow\.yaml changed after this run checked it.*Nothing was published\. Run the command again\./,
    );
  });

  test("it vanished", async () => {
    const error = await change(() => rmSync(at(FILE)));
    expect(error.message).toContain("The document flow.yaml does not exist.");
  });

  test("it became no flow", async () => {
    const error = await change(() => writeFileSync(at(FILE), "nothing: at all\n"));
    expect(error.message).toContain("flow.yaml:1:1 error unknown-flow-type");
  });

  test("a change of layout alone is not a change", async () => {
    writeFileSync(at(FILE), callDocument());
    const step = await stack.up(
      FLOW,
      "sales",
      { document: fileAsset(FILE) },
      {
        afterCheck: () => writeFileSync(at(FILE), `# a comment\n${callDocument()}`),
      },
    );
    expect(step).toMatchObject({ operation: "create", outputs: { publishedVersion: "1.0" } });
  });

  test("an update is refused likewise, and succeeds the next time", async () => {
    writeFileSync(at(FILE), callDocument());
    await stack.up(FLOW, "sales", { document: fileAsset(FILE) });
    const { id } = stack.get(FLOW, "sales");
    writeFileSync(at(FILE), callDocument({ text: "Two." }));
    const changed = { ...fileAsset(FILE), hash: "1" };
    const error = await errorOf(() =>
      stack.up(
        FLOW,
        "sales",
        { document: changed },
        { afterCheck: () => writeFileSync(at(FILE), callDocument({ text: "Three." })) },
      ),
    );
    expect(error.message).toContain("changed after this run checked it");
    expect((await scene.organisation.flow(id)).publishedVersion?.id).toBe("1.0");
    await stack.up(FLOW, "sales", { document: { ...fileAsset(FILE), hash: "2" } });
    expect((await scene.organisation.flow(id)).publishedVersion?.id).toBe("2.0");
  });
});
