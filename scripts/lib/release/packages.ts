import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { sdkFolder } from "@genesys-flows/wrapper/sdk";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { SetUpError } from "@genesys-flows/wrapper/system/say";
import { buildCreator } from "./creator.ts";
import { read, write } from "./files.ts";
import names from "./names.json" with { type: "json" };
import { buildProduct } from "./product.ts";

/** A package as it would be published. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  /** Bytes of the archive, and of its contents. */
  readonly size: number;
  readonly unpacked: number;
  /** Paths of the files in it. */
  readonly files: readonly string[];
}

/**
 * Builds the packages of a release, and packs them.
 * @param o.tracked files of this repository, relative
 * @param o.folder the folder for the packages. Its current content is removed
 */
export async function packRelease(o: { files: readonly string[]; folder: string }): Promise<Packed[]> {
  rmSync(o.folder, { recursive: true, force: true });
  const archives = path.join(o.folder, "archives");
  mkdirSync(archives, { recursive: true });
  const product = path.join(o.folder, "product");
  buildProduct({ files: o.files, folder: product, names });
  const sdk = path.join(o.folder, "sdk");
  copySdk(sdk);
  const create = path.join(o.folder, "create");
  buildCreator({ files: o.files, folder: create, names, version: versionOf(product) });
  // In the order of publication: each package after its dependencies.
  const folders = [sdk, product, create];
  for (const folder of folders) nameRepository(folder);
  return Promise.all(folders.map((folder) => pack(folder, archives)));
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).version;
}

/** Adds the repository to the manifest, because npm compares it with the archive's provenance. */
function nameRepository(folder: string): void {
  if (names.repository === "") return;
  const file = path.join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const repository = { type: "git", url: `git+https://github.com/${names.repository}.git` };
  write(file, { ...manifest, repository });
}

/**
 * The SDK under its published name. Contains the compiler's output, without TypeScript sources, from which Node would
 * have to strip the types.
 */
function copySdk(folder: string): void {
  cpSync(path.join(sdkFolder, "bin"), path.join(folder, "bin"), {
    recursive: true,
    filter: (file) => !file.endsWith(".sources"),
  });
  const { private: _, scripts: _scripts, ...manifest } = JSON.parse(read("sdks/genesyscloud/package.json"));
  const own = { ...manifest, name: names.sdk, description: "Pulumi SDK for the genesyscloud provider." };
  write(path.join(folder, "package.json"), own);
  cpSync(path.join(sdkFolder, "README.md"), path.join(folder, "README.md"));
}

interface Packing {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs a folder as npm publishes it. @throws SetUpError with npm's message */
async function pack(folder: string, archives: string): Promise<Packed> {
  const args = ["pack", "--json", "--loglevel=error", "--ignore-scripts", "--pack-destination", archives];
  const { code, stdout, stderr } = await capture("npm", args, { cwd: folder });
  if (code !== 0) throw new SetUpError(`npm pack failed in ${folder}:\n${stderr.trim()}`);
  const [packing] = Object.values(JSON.parse(stdout)) as Packing[];
  if (!packing) throw new SetUpError(`npm pack created nothing from ${folder}.`);
  const { name, version, filename, size, unpackedSize: unpacked } = packing;
  const file = path.join(archives, filename);
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  return { name, version, file, sha256, size, unpacked, files: packing.files.map((each) => each.path) };
}
