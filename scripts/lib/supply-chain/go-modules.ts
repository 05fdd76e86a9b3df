import type { Findings } from "./findings.ts";

/** A module that go.mod asks for; what replaces it, where something does. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
}

/** The modules of a go.mod, in its order; a replaced one is given as what replaces it. */
export function goModules(goMod: string): GoModule[] {
  const lines = goMod.split("\n").map((line) => line.replace(/\/\/.*$/, "").trim());
  const replaced = new Map(
    lines.flatMap((line): [string, GoModule][] => {
      const [, from, path, version] = /^(?:replace\s+)?(\S+)(?:\s+v\S+)?\s+=>\s+(\S+)\s+(v\S+)$/.exec(line) ?? [];
      return from === undefined || path === undefined || version === undefined ? [] : [[from, { path, version }]];
    }),
  );
  return lines.flatMap((line) => {
    const [, path, version] = /^(?:require\s+)?([\w-]+(?:\.[\w-]+)+(?:\/\S+)?)\s+(v\S+)$/.exec(line) ?? [];
    if (path === undefined || version === undefined) return [];
    return [replaced.get(path) ?? { path, version }];
  });
}

/** Modules without a hash in go.sum, which `-mod=readonly` refuses as well, and folders in place of modules. */
export function goFindings(goMod: string, goSum: string): Findings {
  const hashed = new Set(
    goSum.split("\n").flatMap((line) => /^(\S+ \S+?)(?:\/go\.mod)? h1:\S{43}=$/.exec(line)?.[1] ?? []),
  );
  return {
    wrong: [
      ...goModules(goMod)
        .filter(({ path, version }) => !hashed.has(`${path} ${version}`))
        .map(({ path, version }) => `toolchain/go.sum: ${path} ${version} has no hash.`),
      ...[...goMod.matchAll(/=>\s+(\.{0,2}\/\S+)/g)].map(
        ([, folder]) => `toolchain/go.mod: ${folder} replaces a module.`,
      ),
    ],
    unverified: [],
  };
}
