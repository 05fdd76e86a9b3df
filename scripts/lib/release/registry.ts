import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { installPackages } from "@genesys-flows/wrapper/system/own-node";
import { SetUpError } from "@genesys-flows/wrapper/system/say";
import names from "./names.json" with { type: "json" };
import type { Packed } from "./packages.ts";

/** A registry on loopback that contains some packages and gets all others from npm's configured registry. */
export interface Registry {
  /** `http://127.0.0.1:4873/` */
  readonly url: string;
  /** The variables that make npm use this registry. */
  readonly env: Readonly<Record<string, string>>;
  publish(packed: Packed): Promise<void>;
  stop(): Promise<void>;
}

/** Starts verdaccio with an empty store. @param folder the folder for the files of verdaccio */
export async function startRegistry(folder: string): Promise<Registry> {
  const place = path.join(installation, "toolchain", "registry");
  await installPackages(place, "the registry of the dry run", { bin: path.join(installation, "node_modules", ".bin") });
  mkdirSync(folder, { recursive: true });
  const { stdout: upstream } = await capture("npm", ["config", "get", "registry"]);
  const config = path.join(folder, "config.yaml");
  writeFileSync(config, configuration(upstream.trim()));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const program = path.join(place, "node_modules", "verdaccio", "bin", "verdaccio");
  const child = spawn(process.execPath, [program, "--config", config, "--listen", url], { stdio: "ignore" });
  const ended = once(child, "exit");
  await answering(url, ended);
  const npmrc = path.join(folder, "npmrc");
  writeFileSync(
    npmrc,
    `registry=${url}\n//127.0.0.1:${port}/:_authToken=none\naudit=false\nfund=false\nupdate-notifier=false\n`,
  );
  const env = { npm_config_userconfig: npmrc, npm_config_registry: url };
  return {
    url,
    env,
    async publish({ file, name }) {
      const { code, stderr } = await capture("npm", ["publish", "--loglevel=error", "--ignore-scripts", file], {
        env: { ...process.env, ...env },
      });
      if (code !== 0) throw new SetUpError(`npm publish of ${name} failed:\n${stderr.trim()}`);
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** The release's own packages are never looked up elsewhere. */
function configuration(upstream: string): string {
  const own = [names.product, names.sdk, names.create];
  return JSON.stringify({
    storage: "./storage",
    auth: { htpasswd: { file: "./htpasswd", max_users: -1 } },
    uplinks: { upstream: { url: upstream, timeout: "60s" } },
    packages: {
      ...Object.fromEntries(own.map((name) => [name, { access: "$all", publish: "$all" }])),
      "**": { access: "$all", proxy: "upstream" },
    },
    server: { keepAliveTimeout: 60 },
    max_body_size: "100mb",
    log: { type: "stdout", format: "json", level: "error" },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function answering(url: string, ended: Promise<unknown[]>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (let tries = 0; tries < 150 && !isOver; tries += 1) {
    if (
      await fetch(`${url}-/ping`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new SetUpError("The registry of the dry run did not start within 30 s: toolchain/registry.");
}
