import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A Postgres server of its own, in a temporary folder, on a free port of the loopback interface. */
export interface PostgresServer {
  /** `postgres://postgres:<password>@127.0.0.1:<port>/postgres?sslmode=disable` */
  readonly url: string;
  readonly password: string;
  /** Ends every connection, as a failing network does. */
  disconnect(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The folder of Postgres's programs: Debian's, or those on PATH. With INSTALL_POSTGRES, installs Debian's where there are none.
 * @returns why there are none
 */
export function postgresPrograms(): { readonly folder: string } | { readonly missing: string } {
  const found = installedPrograms();
  if (found !== undefined) return { folder: found };
  if (process.env["INSTALL_POSTGRES"] === undefined)
    return { missing: "Postgres is not installed; INSTALL_POSTGRES=1 installs Debian's." };
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "postgresql"],
  ]) {
    const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8", timeout: 300_000 });
    if (status !== 0) throw new Error(`Postgres could not be installed: ${stderr}`);
  }
  const installed = installedPrograms();
  if (installed === undefined) throw new Error("Postgres was installed, but its programs were not found.");
  return { folder: installed };
}

function installedPrograms(): string | undefined {
  const debian = globSync("/usr/lib/postgresql/*/bin/initdb").sort().at(-1);
  if (debian !== undefined) return path.dirname(debian);
  const { status, stdout } = spawnSync("which", ["initdb"], { encoding: "utf8" });
  return status === 0 ? path.dirname(stdout.trim()) : undefined;
}

/** Postgres refuses to run as root: as nobody then. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export async function startPostgres(programs: string): Promise<PostgresServer> {
  const root = mkdtempSync(path.join(tmpdir(), "postgres-"));
  const data = path.join(root, "data");
  mkdirSync(data);
  if ("uid" in user) execFileSync("chown", ["-R", `${user.uid}:${user.gid}`, root]);
  chmodSync(data, 0o700);
  const run = (program: string, args: readonly string[]) =>
    execFileSync(path.join(programs, program), args, { ...user, stdio: "pipe", cwd: root });
  run("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]);
  const port = await freePort();
  const options = ["-D", data, "-p", String(port), "-k", root, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const server = spawn(path.join(programs, "postgres"), options, {
    ...user,
    stdio: ["ignore", "ignore", "pipe"],
    cwd: root,
  });
  await ready(server);
  const password = "the password of a test";
  const query = (sql: string) => {
    run("psql", ["-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-c", sql]);
  };
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres?sslmode=disable`,
    password,
    async disconnect() {
      query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'genesys-flows %'");
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT"); // ends its connections, then itself
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function ready(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", (code) => reject(new Error(`Postgres ended with ${code}:\n${said}`)));
    server.once("error", reject);
  });
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
