import { cpSync } from "node:fs";
import path from "node:path";
import { installation } from "@genesys-flows/wrapper/system/files";
import { compile } from "./compile.ts";
import { read, write } from "./files.ts";

/** The names of the released packages. */
export interface ReleaseNames {
  readonly product: string;
  /** The SDK, which a project imports as `@pulumi/genesyscloud`. */
  readonly sdk: string;
  /** The package that `npm create` runs. */
  readonly create: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** The package on which a project depends. It only contains the others. */
const FACE = "genesys-flows";
const SDK = "@pulumi/genesyscloud";

/**
 * Builds the product: one package with the others in its `node_modules`, as JavaScript with declarations and source
 * maps.
 * @param o.files tracked files of this repository, relative, with `/`
 * @param o.folder the folder to create
 */
export function buildProduct(o: { files: readonly string[]; folder: string; names: ReleaseNames }): void {
  const rooms = roomsIn(o.files);
  const placed = (file: string) => path.join(o.folder, placeOf(file));
  for (const [file, text] of compile(path.join(installation, "packages"))) write(placed(`packages/${file}`), text);
  for (const file of o.files.filter(isShipped)) cpSync(path.join(installation, file), placed(file));
  const manifests = rooms.map((room) => manifestOf(`packages/${room}`));
  for (const manifest of manifests) {
    const room = path.join(o.folder, placeOf(`packages/${folderOf(manifest)}/package.json`));
    write(room, manifest.name === FACE ? faceManifest(manifest, { manifests, ...o }) : released(manifest));
  }
}

/** The path that a file of this repository has in the product. */
function placeOf(file: string): string {
  const [top, room = "", ...rest] = file.split("/");
  if (top !== "packages") return file;
  return room === FACE ? rest.join("/") : ["node_modules", "@genesys-flows", room, ...rest].join("/");
}

/** Whether a file is shipped unchanged: data of the packages, sources of the CLI build, documents. */
function isShipped(file: string): boolean {
  if (file.startsWith("packages/")) return !/\.ts$|\/package\.json$/.test(file);
  return /^(toolchain|docs)\//.test(file)
    ? !/_test\.go$|^toolchain\/(actionlint|pulumi-language-yaml|registry)\/|^docs\/(internals|pictures)\//.test(file)
    : /^(LICENSE|CHANGELOG\.md)$/.test(file);
}

function faceManifest(
  face: Manifest,
  { manifests, names }: { manifests: readonly Manifest[]; names: ReleaseNames },
): Manifest {
  const rooms = manifests.filter(({ name }) => name !== FACE);
  const own = Object.fromEntries(rooms.map(({ name, version }) => [name, version]));
  const others = Object.assign({}, ...manifests.map(({ dependencies }) => dependencies));
  const dependencies = { ...others, ...own, [SDK]: `npm:${names.sdk}@${face.version}` };
  return {
    ...released(face),
    name: names.product,
    engines: { node: ">=22.18" },
    dependencies: Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1))) as never,
    bundleDependencies: Object.keys(own),
  };
}

/** A manifest whose exports lead to compiled files. */
function released({ private: _, ...manifest }: Manifest): Manifest {
  const doors = typeof manifest.exports === "string" ? { ".": manifest.exports } : (manifest.exports ?? {});
  const compiled = Object.entries(doors).map(([door, file]) => [door, doorOf(file)]);
  return { ...manifest, ...(compiled.length > 0 && { exports: Object.fromEntries(compiled) }) };
}

function doorOf(file: string): string | { types: string; default: string } {
  const found = /^(.*)\.(m?)(ts|js)$/.exec(file);
  if (!found) return file;
  const [, stem, m] = found;
  return { types: `${stem}.d.${m}ts`, default: `${stem}.${m}js` };
}

function roomsIn(files: readonly string[]): string[] {
  return files.flatMap((file) => /^packages\/([^/]+)\/package\.json$/.exec(file)?.[1] ?? []);
}

function folderOf({ name }: Manifest): string {
  return name.replace(/^@genesys-flows\//, "");
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(read(`${folder}/package.json`));
}
