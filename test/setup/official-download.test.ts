import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { hasCli } from "../../packages/wrapper/cli/installed-cli.ts";
import {
  checksumsUrl,
  downloadCli,
  isReachable,
  parseChecksums,
  pinnedChecksums,
  releaseUrl,
} from "../../packages/wrapper/cli/official-download.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

// Programs are started: slow on a machine that is busy.
jest.setTimeout(60_000);

test.each([
  [{ platform: "linux", arch: "x64" }, "linux-x64"],
  [{ platform: "darwin", arch: "arm64" }, "darwin-arm64"],
])("the release for %j", (machine, name) => {
  expect(releaseUrl("3.259.0", machine)).toBe(`https://get.pulumi.com/releases/sdk/pulumi-v3.259.0-${name}.tar.gz`);
});

describe("whether a release is reachable", () => {
  let server: Server | undefined;
  const serve = async (listener: RequestListener) => {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/release`;
  };
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
  });

  test("it exists", async () => {
    const methods: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      methods.push(request.method);
      response.end();
    });
    expect(await isReachable(url)).toBe(true);
    expect(methods).toEqual(["HEAD"]);
  });

  test("it does not exist", async () => {
    expect(await isReachable(await serve((_, response) => response.writeHead(404).end()))).toBe(false);
  });

  test("no answer in time", async () => {
    expect(await isReachable(await serve(() => {}), 50)).toBe(false);
  });

  test("no server", async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => server?.close(resolve));
    expect(await isReachable(url)).toBe(false);
  });
});

test("a list of checksums", () => {
  const digest = "a".repeat(64);
  const list = `${digest}  pulumi-v3.259.0-linux-x64.tar.gz\r\n${digest.toUpperCase()} *other.zip\n\n# note\nabc  short\n`;
  expect([...parseChecksums(list)]).toEqual([
    ["pulumi-v3.259.0-linux-x64.tar.gz", digest],
    ["other.zip", digest],
  ]);
  expect(checksumsUrl("3.259.0")).toBe("https://get.pulumi.com/releases/sdk/pulumi-3.259.0-checksums.txt");
});

test("no checksums are pinned without the file", () => {
  expect([...pinnedChecksums("/does/not/exist")]).toEqual([]);
});

describe("downloading the Pulumi CLI, from a stand-in for the release", () => {
  const folder = temporaryFolder();
  const at = (...parts: string[]) => path.join(folder(), ...parts);
  const name = `pulumi-v3.259.0-${process.platform}-${process.arch}.tar.gz`;
  let server: Server;
  let said = "";
  let files: Record<string, Buffer | string> = {};
  const digestOf = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
  const download = (pinned: ReadonlyMap<string, string> = new Map()) => {
    const releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return downloadCli({ version: "3.259.0", folder: at("versions/3.259.0/bin"), releases, pinned });
  };
  /** An archive like a release's, with programs that print a version. */
  const archive = (version = "3.259.0"): Buffer => {
    for (const one of ["pulumi", "pulumi-language-nodejs"])
      program(at("made", "pulumi", one), `echo v${version}; touch ${at("was-run")}`);
    spawnSync("tar", ["-czf", at("archive"), "-C", at("made"), "pulumi"]);
    return readFileSync(at("archive"));
  };

  beforeEach(async () => {
    said = "";
    files = {};
    mkdirSync(at("made"));
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += String(text);
      return true;
    });
    server = createServer((request, response) => {
      const file = files[(request.url ?? "").slice(1)];
      response.writeHead(file === undefined ? 404 : 200).end(request.method === "HEAD" ? undefined : file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test("a release that has its published checksum is installed", async () => {
    const bytes = archive();
    files = { [name]: bytes, "pulumi-3.259.0-checksums.txt": `${digestOf(bytes)}  ${name}\n` };
    expect(await download()).toBe(true);
    expect(hasCli(at("versions/3.259.0/bin"))).toBe(true);
    expect(said).toMatch(/Its SHA-256 matches \S*pulumi-3\.259\.0-checksums\.txt\./);
    expect(readdirSync(at("versions"))).toEqual([".building-3.259.0.lock", "3.259.0"]);
  });

  test("the checksum of the repository takes precedence over the published one", async () => {
    const bytes = archive();
    files = { [name]: bytes, "pulumi-3.259.0-checksums.txt": `${digestOf(bytes)}  ${name}\n` };
    await expect(download(new Map([[name, "0".repeat(64)]]))).rejects.toThrow("toolchain/pulumi-checksums.txt lists");
    expect(await download(new Map([[name, digestOf(bytes)]]))).toBe(true);
  });

  test("a release with another checksum is neither installed nor run", async () => {
    files = { [name]: archive(), "pulumi-3.259.0-checksums.txt": `${digestOf("another")}  ${name}\n` };
    await expect(download()).rejects.toThrow("is not the published release");
    expect(hasCli(at("versions/3.259.0/bin"))).toBe(false);
    expect(existsSync(at("was-run"))).toBe(false);
    expect(readdirSync(at("versions"))).toEqual([".building-3.259.0.lock"]);
  });

  test.each([
    ["no checksums", undefined],
    ["checksums of other files", `${"a".repeat(64)}  pulumi-v3.259.0-plan9-x64.tar.gz\n`],
    ["a page in place of checksums", "<html></html>"],
  ])("a release with %s is not used", async (_, checksums) => {
    files = { [name]: archive(), ...(checksums === undefined ? {} : { "pulumi-3.259.0-checksums.txt": checksums }) };
    expect(await download()).toBe(false);
    expect(said).toContain("No checksum of the official release is available here");
    expect(existsSync(at("was-run"))).toBe(false);
  });

  test("a release of another version, or none at all, is not used", async () => {
    const bytes = archive("3.258.0");
    files = { [name]: bytes, "pulumi-3.259.0-checksums.txt": `${digestOf(bytes)}  ${name}\n` };
    expect(await download()).toBe(false);
    expect(said).toContain("it reports version 3.258.0");
    files = { [name]: "no archive", "pulumi-3.259.0-checksums.txt": `${digestOf("no archive")}  ${name}\n` };
    expect(await download()).toBe(false);
    expect(said).toContain("could not be unpacked");
    expect(hasCli(at("versions/3.259.0/bin"))).toBe(false);
  });
});
