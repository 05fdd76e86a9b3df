import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inCheckout } from "../harness/checkout.ts";
import { freePort } from "../harness/free-port.ts";
import { printedOrganisation } from "../harness/printed-organisation.ts";
import { pulumiBin } from "./harness/pulumi-cli.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

// docs/environments.md from its text alone: its commands, in their order, in one shell. Only the port is another.

const page = readFileSync(inCheckout("docs/environments.md"), "utf8");
/** Its indented blocks, each without its indentation in the page. */
const blocks = page
  .split(/\n(?! {4,}\S)/)
  .join("\n\0")
  .split("\0")
  .flatMap((part) => {
    const lines = part.split("\n").filter((line) => /^ {4,}\S/.test(line));
    return lines.length > 0 ? [lines] : [];
  });
const [serve = [], config = [], ...commands] = blocks;

describe("docs/environments.md", () => {
  let workspace: Workspace;
  let server: ChildProcess | undefined;
  const printed = { out: "", err: "" };

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {},
      organisation: readFileSync(inCheckout("local/organisation.yaml"), "utf8"),
    });
    for (const folder of ["flows", "Pulumi.dev.yaml"])
      cpSync(inCheckout(folder), workspace.path(folder), { recursive: true });
    await shell(workspace, ["npm run pulumi -- stack init dev --no-select"]);
    const started = spawn("bash", ["-c", (serve[0] ?? "").replace("8443", String(await freePort()))], {
      cwd: workspace.root,
      env: environment(workspace),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    server = started;
    started.stdout.on("data", (text: Buffer) => (printed.out += text));
    await new Promise<void>((resolve, reject) => {
      started.once("close", () => reject(new Error(`It ended: ${printed.err}`)));
      started.stderr.on("data", (text: Buffer) => {
        printed.err += text;
        if (printed.err.includes("NODE_EXTRA_CA_CERTS") && printed.err.endsWith("\n\n")) resolve();
      });
    });
  });

  afterAll(async () => {
    if (server?.pid !== undefined && server.exitCode === null) {
      const ended = new Promise((resolve) => server?.once("close", resolve));
      process.kill(-server.pid, "SIGTERM");
      await ended;
    }
    await workspace?.dispose();
  });

  test("a second stack, its secrets, its removal", async () => {
    const { config: ofStack, variables } = printedOrganisation(printed.err);
    expect(ofStack).toContain("protocol: https");
    expect(Object.keys(variables)).toEqual([
      "GENESYSCLOUD_OAUTHCLIENT_ID",
      "GENESYSCLOUD_OAUTHCLIENT_SECRET",
      "NODE_EXTRA_CA_CERTS",
    ]);
    writeFileSync(
      workspace.path("Pulumi.test.yaml"),
      `config:\n${ofStack}\n${config.map((line) => line.slice(7)).join("\n")}\n`,
    );

    const trimmed = commands.map((block) => block.map((line) => line.trim()));
    // What the last block removes.
    const keep = "cat Pulumi.test.yaml .genesys/state/.pulumi/stacks/genesys-flows/test.json > kept";
    const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
    const script = [...exports, ...trimmed.slice(0, -1).flat(), keep, ...(trimmed.at(-1) ?? [])];
    const { code, output } = await shell(workspace, script);

    if (code !== 0) throw new Error(`It ended with ${code}:\n${output}`);
    // Two doctors: with credentials in the environment, and with encrypted ones.
    expect(output.match(/The stack test can be deployed: 0 problems, 0 warnings\./g)).toHaveLength(2);
    const kept = workspace.read("kept");
    expect(kept).toMatch(/genesyscloud:oauthclientSecret:\n\s+secure: v1:/);
    const [, secret = "none"] = /SECRET='(.+)'/.exec(printed.err) ?? [];
    expect(output).not.toContain(secret);
    expect(kept).not.toContain(secret);
  });

  test("a passphrase that is not set is found before the update", async () => {
    workspace.configure({}, "second");
    const { output } = await shell(workspace, [
      "PULUMI_CONFIG_PASSPHRASE=another npm run -s pulumi -- stack init second --no-select",
      "npm run -s flowctl -- doctor --stack second || echo doctor: $?",
      "npm run -s pulumi -- preview --stack second || echo preview: $?",
    ]);
    const text = /^PROBLEM {2}passphrase\n +(.*?variables)\./m.exec(output)?.[1] ?? "(no problem)";
    expect(output).toContain("doctor: 1\n");
    expect(output.slice(output.indexOf("Previewing second"))).toContain(text);
    expect(output).toMatch(/preview: \d+\n$/);
  });
});

/** The environment of a person who has a Pulumi CLI of the right version on the path, and set nothing else. */
function environment({ root }: Workspace): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PULUMI_|GENESYSCLOUD_|JEST_|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$|npm_)/.test(name),
  );
  const folders = [pulumiBin(), inCheckout("node_modules", ".bin"), process.env["PATH"]];
  return {
    ...Object.fromEntries(inherited),
    PATH: folders.join(path.delimiter),
    PULUMI_HOME: path.join(root, ".pulumi-home"),
  };
}

/** Runs the lines in one shell, up to the first that fails; prints each before its output. */
function shell(workspace: Workspace, lines: readonly string[]): Promise<{ code: number | null; output: string }> {
  const script = lines
    .map((line) => `printf '$ %s\\n' '${line.replace(/'/g, "").replace(/SECRET=.*/, "SECRET=...")}'\n${line}`)
    .join("\n");
  const child = spawn("bash", ["-e", "-c", script], {
    cwd: workspace.root,
    env: environment(workspace),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
