import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  inspectOrganisation,
  OrganisationFileError,
  organisationStatus,
  restoreOrganisation,
  snapshotOrganisation,
  startLocalOrganisation,
} from "@genesys-flows/local-org";
import { fileErrorOf } from "../../../packages/local-org/store/file-error.ts";
import { Store } from "../../../packages/local-org/store/store.ts";
import { Organisation, SEED } from "../support/organisation.ts";

jest.setTimeout(60_000);

let organisation: Organisation;
let file: string;
let copy: string;

beforeEach(async () => {
  organisation = new Organisation();
  organisation.write("organisation.yaml", SEED);
  file = organisation.file;
  copy = join(organisation.folder, "copy.sqlite");
  const server = await startLocalOrganisation({ file, seed: join(organisation.folder, "organisation.yaml") });
  await server.close();
  await snapshotOrganisation({ file, to: copy });
});
afterEach(() => organisation.end());

async function errorOf(work: () => unknown): Promise<OrganisationFileError> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(OrganisationFileError);
    return error as OrganisationFileError;
  }
  throw new Error("It went through.");
}

const damages: [string, string, RegExp, () => void][] = [
  ["cut", "damaged", /is damaged: .*malformed/, () => truncateSync(file, 20_000)],
  ["overwritten in the middle", "damaged", /is damaged: /, () => overwrite(4096 * 3, 4096 * 20)],
  [
    "a text",
    "something-else",
    /is not an organisation: it is not a SQLite file/,
    () => writeFileSync(file, "hello ".repeat(99)),
  ],
  [
    "of another program",
    "something-else",
    /is not an organisation: it is a SQLite file of another program \(its tables: cars\)/,
    () => otherDatabase(),
  ],
  [
    "a folder",
    "not-a-file",
    /is a folder, but the file of the embedded organisation is expected there\. Move it away: mv /,
    () => mkdirSync(file),
  ],
  ["of a newer version", "newer", /was written by a newer version.*org restore COPY/, () => newer()],
];

describe.each(damages)("a file that is %s", (_name, problem, text, damage) => {
  beforeEach(() => {
    if (!/overwritten|cut|newer/.test(_name))
      for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
    damage();
  });

  test("is refused by every function, with its path and what to do", async () => {
    for (const door of [() => startLocalOrganisation({ file }), () => organisationStatus(file)]) {
      const error = await errorOf(door);
      expect(error.message).toMatch(text);
      expect(error.message).toContain(file);
      expect(error.problem).toBe(problem);
    }
  });

  test("is moved away by a restore", async () => {
    const keep = join(organisation.folder, "kept", "kept.sqlite");
    const { restored, before, unusable } = await restoreOrganisation({ file, from: copy, keep });
    expect([before, existsSync(keep)]).toEqual([undefined, true]);
    expect(unusable).toMatch(text);
    expect(inspectOrganisation(file)).toEqual({ kind: "organisation", ...restored });
  });
});

test("a file that is missing or empty is not yet an organisation; inspecting it creates none", () => {
  rmSync(file);
  expect(inspectOrganisation(file)).toEqual({ kind: "missing" });
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, "");
  expect(inspectOrganisation(file)).toEqual({ kind: "empty" });
  expect(readFileSync(file)).toHaveLength(0);
});

test("a file instead of its folder is named", async () => {
  const inTheWay = join(organisation.folder, "orgs");
  writeFileSync(inTheWay, "");
  const error = await errorOf(() => startLocalOrganisation({ file: join(inTheWay, "dev.sqlite") }));
  expect(error.message).toBe(
    `${inTheWay} is a file, but a folder is expected there. Move it away: mv ${inTheWay} ${inTheWay}.away`,
  );
});

test("damage found by a request is answered with its path, and not as a defect that a client retries", async () => {
  const defects: unknown[] = [];
  const server = await startLocalOrganisation({ file, onDefect: (error) => defects.push(error) });
  try {
    const spoilt = new Store(file);
    spoilt.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    spoilt.close();
    const login = {
      method: "POST",
      headers: { authorization: `Basic ${btoa("local:local")}` },
      body: "grant_type=client_credentials",
    };
    overwrite(4096, readFileSync(file).length - 4096);
    const answer = await fetch(`${server.url}/oauth/token`, login);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      code: "local.organisation.file",
      message: expect.stringContaining(`The file of the embedded organisation is damaged: ${file} (`),
    });
  } finally {
    await server.close();
  }
});

test("a file that another process locks is waited for, then named", async () => {
  // The real wait is 15 s: what SQLite says then is put into words here.
  const holder = spawn(
    process.execPath,
    [
      "-e",
      `new (require("node:sqlite").DatabaseSync)(process.argv[1]).exec("BEGIN EXCLUSIVE"); console.log("held"); process.stdin.resume()`,
      file,
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  try {
    await once(holder.stdout, "data");
    const impatient = new DatabaseSync(file, { timeout: 0 });
    let refused: unknown;
    try {
      impatient.exec("BEGIN IMMEDIATE");
    } catch (error) {
      refused = error;
    } finally {
      impatient.close();
    }
    expect(fileErrorOf(file, refused)).toMatchObject({
      problem: "locked",
      message: expect.stringMatching(/is locked by another process \(database is locked\)\. .*`fuser .*` shows its id/),
    });
  } finally {
    holder.stdin.end();
    await once(holder, "exit");
  }
});

test("a full disk is reported at the first byte and later", async () => {
  const full = join(organisation.folder, "full.sqlite");
  // Every write to this device fails for lack of space; SQLite opens it like any other file.
  if (existsSync("/dev/full")) {
    symlinkSync("/dev/full", full);
    const error = await errorOf(() => startLocalOrganisation({ file: full }));
    expect(error.message).toContain(full);
  }
  const sqlite = Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 });
  expect(fileErrorOf(full, sqlite)?.message).toBe(
    `No space is left for the embedded organisation on the disk with ${full}. Free some space on this disk, then run the command again.`,
  );
  const store = new Store(copy);
  try {
    store.exec(`PRAGMA max_page_count = ${readFileSync(copy).length / 4096}`);
    const error = await errorOf(() => store.exec("CREATE TABLE big (text TEXT)"));
    expect(error).toMatchObject({ problem: "full" });
  } finally {
    store.close();
  }
});

test.each([
  ["ENOSPC", "full"],
  ["EROFS", "not-allowed"],
  ["EACCES", "not-allowed"],
])("%s of the system is %s", (code, problem) => {
  expect(fileErrorOf(file, Object.assign(new Error(code), { code }))).toMatchObject({ problem });
});

test("a wrong statement is not an error about the file", () => {
  const store = new Store(copy);
  try {
    store.run("INSERT INTO organisation (one) VALUES (2)");
    throw new Error("It went through.");
  } catch (error) {
    expect(error).not.toBeInstanceOf(OrganisationFileError);
    expect((error as Error).message).toMatch(/constraint failed/);
  } finally {
    store.close();
  }
});

function overwrite(from: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(file, bytes);
}

function otherDatabase(): void {
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE cars (id TEXT)");
  database.close();
}

function newer(): void {
  const database = new DatabaseSync(file);
  database.exec("UPDATE schema_version SET version = version + 5");
  database.close();
}
