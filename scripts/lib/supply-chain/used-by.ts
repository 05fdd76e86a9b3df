import type { Lock, LockedPackage } from "./lock.ts";

/** Which packages of this repository's own manifests bring each package, by `name@version`. */
export function usedBy(lock: Lock): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const [place, own] of Object.entries(lock.packages)) {
    if (place.includes("node_modules/")) continue;
    for (const name of namesOf(own, { development: true })) {
      const start = placeOf(lock, place, name);
      if (start === undefined || lock.packages[start]?.link) continue;
      for (const reached of reachable(lock, start)) {
        const bare = reached.slice(reached.lastIndexOf("node_modules/") + "node_modules/".length);
        const versioned = `${bare}@${lock.packages[reached]?.version}`;
        users.set(versioned, (users.get(versioned) ?? new Set()).add(name));
      }
    }
  }
  return users;
}

function reachable(lock: Lock, start: string): Set<string> {
  const seen = new Set([start]);
  for (const place of seen) {
    for (const name of namesOf(lock.packages[place] ?? {}, { development: false })) {
      const next = placeOf(lock, place, name);
      if (next !== undefined) seen.add(next);
    }
  }
  return seen;
}

function namesOf(locked: LockedPackage, o: { readonly development: boolean }): string[] {
  const { dependencies, optionalDependencies, devDependencies } = locked;
  return Object.keys({ ...dependencies, ...optionalDependencies, ...(o.development ? devDependencies : {}) });
}

/** Where Node finds a package: from the place of the one that asks for it upwards. */
function placeOf({ packages }: Lock, from: string, name: string): string | undefined {
  const folders = [from];
  for (let at = from.lastIndexOf("/node_modules/"); at >= 0; at = from.lastIndexOf("/node_modules/", at - 1)) {
    folders.push(from.slice(0, at));
  }
  return [
    ...folders.filter((folder) => folder !== "").map((folder) => `${folder}/node_modules/${name}`),
    `node_modules/${name}`,
  ].find((place) => Object.hasOwn(packages, place));
}
