import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";

/**
 * The Pulumi version of this project, such as `3.259.0`: devDependencies.pulumi in package.json.
 */
export function pulumiVersion(root: string = installation): string {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const version: unknown = manifest.devDependencies?.pulumi;
  if (typeof version !== "string" || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`package.json: devDependencies.pulumi must be an exact version, not ${JSON.stringify(version)}`);
  }
  return version;
}

/** The Pulumi version that `toolchain/go.mod` builds, and the Go release that it requires. */
export function goModule(text: string): { go: string; pulumi: string } {
  const go = /^go (\S+)$/m.exec(text)?.[1];
  const pulumi = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)$/m.exec(text)?.[1];
  if (go === undefined || pulumi === undefined) {
    throw new Error("toolchain/go.mod needs a `go` line and the module github.com/pulumi/pulumi/pkg/v3");
  }
  return { go, pulumi };
}
