import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { existingFlow } from "../harness/existing-flows.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { stack } from "../project/samples.ts";
import { commandLine } from "./program.ts";

/** Each of these ends by itself: what would wait for a pipe's other end fails by its time limit. */
jest.setTimeout(60_000);

const servers: Server[] = [];
afterEach(async () => {
  removeProjects();
  await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))));
});

/** A file system may have names that are not UTF-8; Node reads and writes them as bytes. */
const latin1 = (path: string) => Buffer.from(path, "latin1");
const flow = (name: string) => existingFlow(name, "work", 1);

/** A folder of what a folder of exports may have besides exports. */
async function fill(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
  write("good.yaml", flow("Good"));
  spawnSync("mkfifo", [join(folder, "pipe.yaml")]);
  symlinkSync(".", join(folder, "circle"));
  symlinkSync("b.yaml", join(folder, "a.yaml"));
  symlinkSync("a.yaml", join(folder, "b.yaml"));
  symlinkSync("gone", join(folder, "dangling.yaml"));
  mkdirSync(join(folder, "folder.yaml"));
  write("folder.yaml/inner.yaml", flow("Inner"));
  writeFileSync(latin1(`${folder}/Gr\u00fc\u00dfe.yaml`), flow("Greetings"));
  mkdirSync(latin1(`${folder}/\u00ff`));
  writeFileSync(latin1(`${folder}/\u00ff/nested.yaml`), flow("Nested"));
  write("binary.yaml", Buffer.from([0, 1, 2, 255, 254, 10]));
  write("wide.yaml", Buffer.from(`\uFEFF${flow("Wide")}`, "utf16le"));
  write("empty.yaml", "");
  const huge = openSync(join(folder, "huge.yaml"), "w");
  ftruncateSync(huge, 3 * 2 ** 30);
  closeSync(huge);
  const server = createServer();
  servers.push(server);
  await new Promise<void>((listening) => server.listen(join(folder, "socket.yaml"), listening));
}

async function projectWith(folder: string): Promise<string> {
  const root = makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
    "local/organisation.yaml": "organisation: {name: Test}\n",
    "flows/own.yaml": flow("Own"),
  });
  await fill(join(root, folder));
  return root;
}

test("an import takes the exports among strange files, also those whose names are not UTF-8, and names the others", async () => {
  const root = await projectWith("in");
  const { code, out, err } = await commandLine(root, "import", "in", "--write", "--stack", "dev");
  expect([code, err]).toEqual([0, ""]);
  expect(out.match(/^skipped: .*$/gm)).toEqual([
    "skipped: a.yaml: it is a symbolic link",
    "skipped: b.yaml: it is a symbolic link",
    "skipped: binary.yaml: it is not UTF-8: save it as UTF-8",
    "skipped: dangling.yaml: it is a symbolic link",
    "skipped: empty.yaml: it is not an export",
    "skipped: huge.yaml: it is too large for a flow",
    "skipped: pipe.yaml: it is a named pipe",
    "skipped: socket.yaml: it is a socket",
    "skipped: wide.yaml: it is not UTF-8: save it as UTF-8",
  ]);
  expect(out).toMatch(/^4 files written\.$/m);
  for (const key of ["good", "inner", "Gr\u00fc\u00dfe", "nested"])
    expect(out).toMatch(new RegExp(`^${key} +workflow +flows/workflows/${key}\\.yaml`, "m"));
  expect(await commandLine(root, "check", "flows/workflows")).toMatchObject({ code: 0 });
});

test("a check of a folder reads what it can, and names what it leaves out", async () => {
  const root = await projectWith("in");
  const { code, err } = await commandLine(root, "check", "in");
  expect(code).toBe(1);
  for (const line of [
    "skipped: in/pipe.yaml: it is a named pipe",
    "skipped: in/socket.yaml: it is a socket",
    "skipped: in/a.yaml: it is a symbolic link",
    "skipped: in/Gr\uFFFD\uFFFDe.yaml: its name is not UTF-8",
    "in/huge.yaml:1:1 error not-text: The file cannot be read: it is too large for a flow.",
    "in/wide.yaml:1:1 error not-text: ",
  ])
    expect(err).toContain(line);
  expect(err).not.toMatch(/^in\/(good|folder)/m);
});

test("a file of the project that cannot be read is a mistake of it, and hides no other one", async () => {
  const root = await projectWith("flows/more");
  const { code, err } = await commandLine(root, "check");
  expect(code).toBe(1);
  const found = [...err.matchAll(/^flows\/more\/(\S+):1:1 error (\S+): (.*)$/gm)].map(
    ([, file, id]) => `${file} ${id}`,
  );
  expect(found.sort()).toEqual([
    "Gr\uFFFD\uFFFDe.yaml bad-key",
    "a.yaml flows-folder",
    "b.yaml flows-folder",
    "binary.yaml not-text",
    "dangling.yaml flows-folder",
    "empty.yaml not-archy",
    "huge.yaml flows-folder",
    "pipe.yaml flows-folder",
    "socket.yaml flows-folder",
    "wide.yaml not-text",
    "\uFFFD bad-key",
  ]);
});

test.each([
  ["pipe.yaml", "it is a named pipe"],
  ["socket.yaml", "it is a socket"],
  ["a.yaml", "its symbolic links form a cycle"],
  ["dangling.yaml", "it is a symbolic link to a file that does not exist"],
  ["huge.yaml", "it is too large for a flow"],
])("a command that names %s says why it cannot be read", async (name, because) => {
  const root = await projectWith("in");
  for (const command of [["lift"], ["check"], ["compile"], ["diagram"], ["diff", "in/good.yaml"]]) {
    const { code, err } = await commandLine(root, ...command, `in/${name}`);
    expect([command, code, err]).toEqual([command, 2, `in/${name} cannot be read: ${because}.\n`]);
  }
});
