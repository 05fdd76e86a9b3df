import { globSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { digest as digestOf } from "@genesys-flows/architect";
import { organisationStatus } from "@genesys-flows/local-org";
import { readGate } from "@genesys-flows/policies/gate";
import { promotedSources } from "@genesys-flows/policies/promotion";
import { loadProject, readCompiled, readSidecar } from "@genesys-flows/project";
import { readDocumentList } from "@genesys-flows/project/document-list";
import { formats } from "@genesys-flows/project/kept";
import { PublishNotes } from "@genesys-flows/project/publish-notes";
import { parseUrn, type ResourceUrn } from "@genesys-flows/project/state";
import { readReport } from "@genesys-flows/report";
import { readReleases } from "@genesys-flows/report/account";
import { undoUnfinished } from "../../packages/flowctl/changing/write-files.ts";
import { EarlierJobTimes } from "../../packages/platform/organisation/job-times.ts";
import { readPack } from "../../packages/project/cache/pack.ts";
import { sourcesDigest } from "../../packages/project/cache/sources.ts";
import { CreationNotes } from "../../packages/provider/run/creation-notes.ts";
import { readPlan, sealed } from "../../packages/wrapper/plan/kept-plan.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { layOut, versions } from "./files.ts";

interface Kind {
  /** A file of it in the project's folder; a pattern. */
  readonly file: string;
  /** What the present version reads in the project. */
  readonly read: (root: string) => unknown;
  readonly expected: unknown;
  /** Whether `read` throws of another version, or what it gives then. */
  readonly other: RegExp | { readonly gives: unknown };
  /** The text of a file with another format. */
  readonly encode?: (json: string) => string | Uint8Array;
}

const COMPILED = ".genesys/compiled/sales-3fcf77d7a100.yaml";
const DIGEST = "3fcf77d7a100e5441566816a802ac0fb09fe1d7137e4f9fb838f2f452a225854";
const ORGANISATION = "06b7cd9e-89b0-483e-aefa-4098ab8fcbc2";
const FLOW =
  "urn:pulumi:dev::genesys-flows::genesys-flows:index:SharedModule$genesyscloud:index:Flow::pin-authentication";
const quiet = () => {};

const kinds: Readonly<Record<keyof typeof formats | "account" | "creation", Kind>> = {
  sidecar: {
    file: ".genesys/compiled/sales-*.map.json",
    read: async (root) => (await readSidecar(path.join(root, COMPILED)))?.digest,
    expected: DIGEST,
    other: /sales-3fcf77d7a100\.map\.json cannot be read\. .* Delete it; the next run writes it again\.$/,
  },
  account: {
    file: ".genesys/state/.genesys-flows/releases/genesys-flows/dev/*.json",
    read: (root) => {
      const folder = path.join(root, ".genesys/state/.genesys-flows/releases/genesys-flows/dev");
      const { releases, unreadable } = readReleases(folder);
      return { versions: releases.map(({ published }) => published.length), unreadable: unreadable.length };
    },
    expected: { versions: [5], unreadable: 0 },
    other: { gives: { versions: [], unreadable: 1 } },
  },
  plan: {
    file: ".genesys/plans/dev.plan",
    read: (root) => readPlan(path.join(root, ".genesys/plans/dev.plan"), "earlier").verdict,
    expected: "1 module and 2 flows will be published, nothing deleted.",
    encode: (json) => sealed(json, "earlier"),
    other: /The plan .* cannot be read\. .* Make a new plan, or .* Nothing was changed\.$/,
  },
  report: {
    file: ".genesys/reports/dev/report.json",
    read: (root) => readReport(readFileSync(path.join(root, ".genesys/reports/dev/report.json"), "utf8")).verdict.text,
    expected: "1 module and 2 flows will be published, nothing deleted.",
    other: /^The report cannot be read\. .* Create the report again\.$/,
  },
  note: {
    file: ".genesys/publishing/dev/*.json",
    read: (root) => new PublishNotes(root).of(urnOf(FLOW), ORGANISATION, undefined, quiet)?.before,
    expected: "1.0",
    other: /^The note .* cannot be read\. .* Run the update with the version that wrote it\.$/,
  },
  creation: {
    file: ".genesys/creating/dev/*.json",
    read: (root) => new CreationNotes(root).all("dev", quiet).map(({ identity }) => identity),
    expected: [{ name: "Sales" }],
    other: /^The note .* cannot be read\. .* Run the update with the version that wrote it\.$/,
  },
  change: {
    file: ".genesys/unfinished-change.json",
    read: (root) => undone(root),
    expected: ["flows/inbound/sales.yaml: undid the changes of an interrupted run.\n"],
    other: /^\.genesys\/unfinished-change\.json cannot be read\. .* restore the files with git/,
  },
  sources: {
    file: ".genesys/promotion/test.json",
    read: async (root) => {
      writeFileSync(path.join(root, "policies/levels/test.yaml"), "promotes-from: {promotesFrom: dev}\n");
      const gate = await readGate({ folder: path.join(root, "policies"), levels: "test" });
      const sources = await promotedSources({ root, stack: "test", gate, env: {} });
      if (typeof sources === "string") throw new Error(sources);
      return sources?.sourceDigests["sales"];
    },
    expected: DIGEST,
    other: /^The record of the sources that the stack dev runs cannot be read from .* Write it again with this version/,
  },
};

const root = temporaryFolder();

describe.each(versions)("of version %s", (version) => {
  beforeEach(() => layOut(version, root()));

  test.each(Object.entries(kinds))("the present version reads a %s", async (_, { read, expected }) => {
    expect(await read(root())).toEqual(expected);
  });

  test.each(Object.entries(kinds))("a %s of a later format is not read", async (name, { file, read, ...kind }) => {
    const [found = ""] = globSync(path.join(root(), file));
    const { format } = formats[name === "creation" ? "note" : (name as keyof typeof formats)];
    const later = JSON.stringify({ format: format.replace(/\d+$/, "9"), surprise: true });
    const content = Buffer.from(kind.encode?.(later) ?? later);
    writeFileSync(found, content);
    const result = async () => read(root());
    if (kind.other instanceof RegExp) await expect(result()).rejects.toThrow(kind.other);
    else expect(await result()).toEqual(kind.other.gives);
    expect(readFileSync(found)).toEqual(content);
  });

  test("a compiled document is read by its digest", async () => {
    expect(digestOf((await readCompiled(path.join(root(), COMPILED), { path: COMPILED })).document)).toBe(DIGEST);
  });

  test("the list of documents is read, and ignored where it is another form", async () => {
    expect(await readDocumentList(root(), "dev")).toHaveLength(5);
    writeFileSync(path.join(root(), ".genesys/compiled/dev.documents.json"), '{"format": "9"}');
    expect(await readDocumentList(root(), "dev")).toEqual([]);
  });

  test("the cache of flows is ignored", async () => {
    const file = path.join(root(), ".genesys/cache/flows/Pulumi.dev.yaml.pack");
    expect([...(await readPack(file, { sources: sourcesDigest() }))]).toEqual([]);
    expect(readFileSync(file, "utf8")).toContain('"common-error-handler"');
  });

  test("the sources give the documents that the version compiled", async () => {
    await undone(root());
    const stack = { substitutions: { claimsQueue: "Claims" } };
    const { flows } = await loadProject({ root: root(), stack, stackFile: "Pulumi.dev.yaml" });
    const named = flows.map(({ key, digest }) => `${key}-${digest.slice(0, 12)}.yaml`);
    expect(named.sort()).toEqual(globSync("*.yaml", { cwd: path.join(root(), ".genesys/compiled") }).sort());
  });

  test("the median of job times is read", () => {
    expect(new EarlierJobTimes(root(), ORGANISATION).median).toBeGreaterThan(0);
    mkdirSync(path.join(root(), ".genesys/job-times"), { recursive: true });
    writeFileSync(path.join(root(), ".genesys/job-times", `${ORGANISATION}.json`), '{"format": "9"}');
    expect(new EarlierJobTimes(root(), ORGANISATION).median).toBeUndefined();
  });

  test("the embedded organisation is read", () => {
    const { id, flows, stale } = organisationStatus(path.join(root(), ".genesys/orgs/genesys-flows-dev.sqlite"));
    expect({ id, flows: flows.map(({ count }) => count), stale }).toEqual({
      id: ORGANISATION,
      flows: [3, 2, 1, 1],
      stale: [],
    });
  });
});

/** Undoes the change that was interrupted. @returns what was said */
async function undone(folder: string): Promise<string[]> {
  // The killed command's process is another one by now.
  utimesSync(path.join(folder, ".genesys/unfinished-change.json"), 0, 0);
  interrupted(folder);
  const said: string[] = [];
  undoUnfinished({ root: folder, err: (text) => void said.push(text) });
  return said;
}

/** The first file of the change is written, as when the command was killed. */
function interrupted(folder: string): void {
  const { files = [] } = JSON.parse(readFileSync(path.join(folder, ".genesys/unfinished-change.json"), "utf8"));
  for (const { file, after } of files.slice(0, 1)) writeFileSync(path.join(folder, file), after);
}

function urnOf(text: string): ResourceUrn {
  const urn = parseUrn(text);
  if (!urn) throw new Error(`${text} is not a URN.`);
  return urn;
}
