import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Organisation } from "../support/organisation.ts";
import { pythonWithSdk } from "./environment.ts";

jest.setTimeout(180_000);

const SEED = `
organisation: {name: Python, countryCode: US}
didPools: [{start: "+13175550100", end: "+13175550119"}]
users: [{name: Robin Meyer, email: robin@example.com}]
groups: [{name: Team, members: [Robin Meyer]}]
wrapupCodes: [{name: Done}]
queues: [{name: General Enquiries}, {name: Sales}]
scripts: [{name: Greeting}]
messageRecipients: [{name: Front desk, messengerType: open}]
integrations:
  - name: CRM
    dataActions: [{name: Verify PIN, inputs: {pin: string}, outputs: {verified: boolean}}]
clients:
  - {id: local, secret: local}
  - {id: agent, secret: agent, user: Robin Meyer}
  - {id: reader, secret: reader, permissions: ["routing:queue:view"]}
`;

const here = import.meta.dirname;

/** Names of the cases of a file, as Python reports them. */
function cases(file: string): string[] {
  const text = readFileSync(join(here, `${file}.py`), "utf8");
  const group = /^class (\w+)/m.exec(text)?.[1];
  return [...text.matchAll(/^ {4}def (test_\w+)/gm)].map(([, name]) => `${file}.${group}.${name}`);
}

const environment = pythonWithSdk();
if ("missing" in environment) {
  console.warn(`Skipped: ${environment.missing}`);
  test.skip("the vendor's Python SDK", () => {});
} else {
  describe("the vendor's Python SDK", () => {
    const results = new Map<string, string | null>();
    let organisation: Organisation;

    beforeAll(async () => {
      organisation = await new Organisation().start({ seedText: SEED });
      for (const [name, failure] of await runCases(environment.python, organisation.server.port)) {
        results.set(name, failure);
      }
    });
    afterAll(() => organisation?.end());

    test.each([...cases("resources"), ...cases("scripts")])("%s", (name) => {
      const failure = results.get(name);
      if (failure === undefined) throw new Error("Python did not run it.");
      if (failure !== null) throw new Error(failure);
    });
  });
}

/** Runs the Python cases against the organisation of a port. Returns each case's failure, null where it passed. */
async function runCases(python: string, port: number): Promise<[string, string | null][]> {
  // The SDK reads its configuration from the home folder.
  const home = mkdtempSync(join(tmpdir(), "local-org-python-"));
  try {
    const child = spawn(python, ["-B", join(here, "run.py")], {
      env: { PATH: process.env["PATH"], HOME: home, PORT: String(port), PYTHONIOENCODING: "utf8" },
    });
    const output = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.err += text;
    });
    const [status] = (await once(child, "close")) as [number | null];
    if (status !== 0) throw new Error(`Python ended with ${status}: ${output.err.slice(-2_000)}`);
    const lines = output.out.split("\n").filter((line) => line !== "");
    return lines.map((line) => {
      const { name, failure } = JSON.parse(line) as { name: string; failure: string | null };
      return [name, failure];
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
