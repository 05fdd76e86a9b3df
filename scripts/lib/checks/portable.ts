import os from "node:os";
import path from "node:path";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation, textOf } from "@genesys-flows/wrapper/system/files";
import { type Check, failures, trackedFiles } from "./check.ts";

export const portable: Check = {
  name: "portable",
  title: "no tracked file contains a machine's path or the host of a package registry",
  async run({ env }) {
    const tracked = await trackedFiles(env);
    if (tracked === undefined) return { outcome: "skipped", details: "This is not a Git checkout." };
    const hosts = await registryHosts(env);
    const places = [installation, path.dirname(installation), os.homedir()].filter((place) => place !== os.tmpdir());
    return failures(tracked.flatMap((file) => findings(file, readTracked(file), { hosts, places })));
  },
};

/** A tracked file's content; empty for a file whose deletion is not yet committed, and for a folder (a submodule). */
function readTracked(file: string): string {
  try {
    return textOf(path.join(installation, file)) ?? "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return "";
    throw error;
  }
}

/** The hosts from which npm and Go fetch packages on this machine. */
async function registryHosts(env: NodeJS.ProcessEnv): Promise<string[]> {
  const [npm, go] = await Promise.all([
    capture("npm", ["config", "get", "registry"], { cwd: installation, env }),
    capture("go", ["env", "GOPROXY"], { env }),
  ]);
  const urls = [npm.stdout.trim(), ...go.stdout.trim().split(/[,|]/)].filter((text) => URL.canParse(text));
  return urls.map((url) => new URL(url).host);
}

const someonesHome = /(?<![\w.~-])\/(?:root|home\/[\w.-]+|Users\/[\w.-]+)\//;

/** The lines of a file that contain one of the hosts, one of the folders, or a home folder: `file:line: what`. */
export function findings(
  file: string,
  text: string,
  { hosts, places }: { hosts: readonly string[]; places: readonly string[] },
): string[] {
  if (text.includes("\0")) return [];
  const folders = places.filter((place) => place !== path.parse(place).root);
  return text.split("\n").flatMap((line, index) => {
    const host = hosts.find((name) => line.includes(name));
    const place = folders.find((folder) => namesFolder(line, folder)) ?? someonesHome.exec(line)?.[0];
    const what = host ?? place;
    return what === undefined ? [] : [`${file}:${index + 1}: ${what}`];
  });
}

/** Whether a line contains an absolute folder that is not only a part of a longer path (`flows/work/` for `/work`). */
function namesFolder(line: string, folder: string): boolean {
  for (let at = line.indexOf(`${folder}/`); at >= 0; at = line.indexOf(`${folder}/`, at + 1)) {
    if (!/[\w.~-]/.test(line.charAt(at - 1))) return true;
  }
  return false;
}
