import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { capture } from "../system/capture.ts";
import { withMachineLock } from "../system/machine-lock.ts";
import { duration, SetUpError, say } from "../system/say.ts";
import { cliPrograms, goModule, hasCli, versionOf } from "./installed-cli.ts";

const progressEveryMs = 15_000;
const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const hostPackage = "./pulumi-language-nodejs";
export const cliPackages = [hostPackage, cliPackage] as const;
const downloading = "go: downloading ";

export interface Build {
  version: string;
  folder: string;
  toolchain: string;
}

/**
 * The flags that Pulumi uses to build its releases. `go vet` and `go test` also use `common`, so that they share the
 * compiled packages.
 */
export function goFlags(version: string): { common: string[]; build: string[] } {
  const common = ["-mod=readonly", "-tags=osusergo,grpcnotrace", "-trimpath"];
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  return { common, build: [...common, "-buildvcs=false", `-ldflags=-s -w ${stamp}`] };
}

/** The environment of every Go command in `toolchain/`. */
export function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
}

/**
 * Builds the Pulumi CLI and the Node language host from the Go module `toolchain/`, once per machine. A second command
 * waits for the first. Moves the programs into place after both are built. Moves the CLI last, because the official
 * wrapper considers an installation complete if the CLI exists.
 * @throws SetUpError if the build fails; the message explains which programs to install or check
 */
export async function buildCli(build: Build): Promise<void> {
  const module = goModule(readFileSync(path.join(build.toolchain, "go.mod"), "utf8"));
  if (module.pulumi !== build.version) {
    throw new SetUpError(
      `toolchain/go.mod builds Pulumi ${module.pulumi}, but package.json requires ${build.version}. Use the same version in both.`,
    );
  }
  await assertGo(module.go);
  const onWait = (pid: number | undefined) =>
    say(`  Another command${pid === undefined ? "" : ` (process ${pid})`} is already building the CLI; waiting …`);
  await inWorkshop(build, { kind: "build", onWait }, async (workshop) => {
    await compile(build, workshop, module.go);
    await verify(build, workshop);
    install(build, workshop);
  });
}

/**
 * Runs `work` in a new folder next to the installed versions of the CLI. Only one command at a time runs `work`. Does
 * nothing if a different command has installed the version in the meantime.
 */
export async function inWorkshop<T>(
  { version, folder }: Pick<Build, "version" | "folder">,
  { kind, ...options }: { readonly kind: "build" | "download"; readonly onWait?: (pid: number | undefined) => void },
  work: (workshop: string) => Promise<T>,
): Promise<T | undefined> {
  const versions = path.dirname(path.dirname(folder));
  mkdirSync(versions, { recursive: true });
  return withMachineLock(path.join(versions, `.building-${version}.lock`), options, async () => {
    if (hasCli(folder)) return undefined;
    // Keep the folders of other versions, because other commands may be using them.
    for (const left of globSync(`.${kind}-${version}-*/`, { cwd: versions }))
      rmSync(path.join(versions, left), { recursive: true });
    const workshop = mkdtempSync(path.join(versions, `.${kind}-${version}-`));
    try {
      return await work(workshop);
    } finally {
      rmSync(workshop, { recursive: true, force: true });
    }
  });
}

async function assertGo(wanted: string): Promise<void> {
  const { code } = await capture("go", ["version"], { env: goEnvironment() });
  if (code === 0) return;
  throw new SetUpError(
    `Go is not installed. Install Go ${wanted} or newer (go.dev/doc/install), or put a Pulumi CLI on PATH, then retry.`,
  );
}

async function compile({ version, toolchain }: Build, workshop: string, wantedGo: string): Promise<void> {
  const { common, build } = goFlags(version);
  const begun = Date.now();
  const elapsed = () => duration(Date.now() - begun);
  let activity = "resolving modules";
  const go = async (args: readonly string[], onStderrLine: (line: string) => void): Promise<string> => {
    const { code, stdout, stderr } = await capture("go", args, { cwd: toolchain, env: goEnvironment(), onStderrLine });
    if (code !== 0) throw new SetUpError(buildFailure(stderr, wantedGo));
    return stdout;
  };
  say("  Building the CLI with Go. This takes 4 to 6 minutes on two idle cores, once per machine.");
  const timer = setInterval(() => say(`  … ${elapsed()}: ${activity}`), progressEveryMs);
  try {
    const needed = await go(["list", "-deps", ...common, ...cliPackages], (line) => {
      if (line.startsWith(downloading)) activity = `fetching ${line.slice(downloading.length)}`;
    });
    const packages = needed.trim().split("\n").length;
    let compiled = 0;
    await go(["build", "-v", ...build, "-o", `${workshop}/`, ...cliPackages], () => {
      compiled++;
      activity = `${compiled} of ${packages} packages compiled`;
    });
    say(`  Built in ${elapsed()}.`);
  } finally {
    clearInterval(timer);
  }
}

/** The messages from Go without its progress lines, followed by a list of possible causes to check. */
export function buildFailure(stderr: string, wantedGo: string): string {
  const said = stderr.split("\n").filter((line) => /[\s:]/.test(line) && !line.startsWith(downloading));
  return [
    "The Pulumi CLI could not be built:",
    ...said.slice(-12).map((line) => `  ${line}`),
    `Check that Go ${wantedGo} or newer is installed (\`go version\`), the Go module proxy is reachable (\`go env GOPROXY\`), and 3 GB of disk space is free.`,
  ].join("\n");
}

async function verify({ version }: Build, workshop: string): Promise<void> {
  const built = await versionOf(path.join(workshop, "pulumi"));
  if (built !== version) {
    throw new SetUpError(
      `The built Pulumi CLI ${built === undefined ? "does not run" : `reports version ${built}, not ${version}`}.`,
    );
  }
}

/**
 * Additional names of the language host. Under these names, it generates SDKs for other languages, like the separate
 * hosts in a release.
 */
const generatingHosts = ["pulumi-language-python", "pulumi-language-go"];

function install({ folder }: Build, workshop: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of generatingHosts) {
    rmSync(path.join(folder, name), { force: true });
    symlinkSync("pulumi-language-nodejs", path.join(folder, name));
  }
  for (const program of cliPrograms.toReversed()) {
    chmodSync(path.join(workshop, program), 0o755);
    renameSync(path.join(workshop, program), path.join(folder, program));
  }
}
