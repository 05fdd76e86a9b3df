import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { cliPackages, goEnvironment, goFlags } from "@genesys-flows/wrapper/cli/build-cli";
import { capture } from "@genesys-flows/wrapper/system/capture";

export interface GoModule {
  readonly path: string;
  readonly version: string;
}

/** The modules in a go.mod, in its order. A replacement is listed instead of the module that it replaces. */
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

/**
 * Words that occur only in the text of one licence. The MPL also names the LGPL and the GPL, as licences that may
 * replace it.
 */
const PHRASES: readonly (readonly [licence: string, phrase: RegExp])[] = [
  ["MPL-2.0", /Mozilla Public License,? (Version|version|v\.) ?2\.0/],
  ["LGPL", /GNU LESSER GENERAL PUBLIC LICENSE/i],
  ["GPL", /GNU (AFFERO )?GENERAL PUBLIC LICENSE/i],
  ["Apache-2.0", /Apache License,? Version 2\.0/],
  ["MIT", /Permission is hereby granted, free of charge/],
  ["BSD-3-Clause", /Redistribution and use in source and binary forms.*(endorse or promote|Neither the name)/],
  ["BSD-2-Clause", /Redistribution and use in source and binary forms(?!.*(endorse or promote|Neither the name))/],
  ["ISC", /Permission to use, copy, modify, and(\/or)? distribute this software for any purpose with or without fee/],
  ["Unlicense", /This is free and unencumbered software/],
];

/** The licences whose words the texts contain, joined by AND; `none` if they contain none of these words. */
export function licencesIn(texts: readonly string[]): string {
  const found = texts.flatMap((text) => {
    const line = text.replace(/\s+/g, " ");
    const all = PHRASES.filter(([, phrase]) => phrase.test(line)).map(([licence]) => licence);
    return all.includes("MPL-2.0") ? all.filter((licence) => !licence.endsWith("GPL")) : all;
  });
  return [...new Set(found)].join(" AND ") || "none";
}

/**
 * Licences by `path version`, from the module cache. Undefined if Go is not installed or the modules cannot be fetched.
 */
export async function goLicences(toolchain: string, version: string): Promise<Record<string, string> | undefined> {
  const format =
    "{{with .Module}}{{with .Replace}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{else}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}";
  const licences = new Map<string, string>();
  for (const GOOS of ["linux", "darwin"]) {
    const env = { ...goEnvironment(), GOOS };
    const args = ["list", "-deps", "-f", format, ...goFlags(version).common, ...cliPackages];
    const { code, stdout } = await capture("go", args, { cwd: toolchain, env });
    if (code !== 0) return undefined;
    for (const line of new Set(stdout.split("\n"))) {
      const [module = "", moduleVersion = "", folder = ""] = line.split("\t");
      const name = `${module} ${moduleVersion}`;
      if (moduleVersion !== "" && !licences.has(name)) licences.set(name, licencesIn(textsIn(folder)));
    }
  }
  return Object.fromEntries([...licences].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textsIn(folder: string): string[] {
  const files = globSync("*", { cwd: folder }).filter((file) =>
    /^(licen[cs]e|copying|unlicense)([.-].*)?$/i.test(file),
  );
  return files.sort().map((file) => readFileSync(path.join(folder, file), "utf8"));
}
