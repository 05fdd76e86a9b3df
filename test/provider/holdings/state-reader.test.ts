import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stateReader } from "../../../packages/provider/run/stack-state.ts";

/** What the engine's own writing does to a read of a file backend, seen in an update on a busy machine. */
const MET = "error: failed to load checkpoint: EOF";

let folder: string;
const before = process.env["PATH"];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "state-reader-"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: flows\nruntime: nodejs\n");
});

afterEach(() => {
  process.env["PATH"] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** A CLI whose first reads fail. */
function cliThatFails(times: number): void {
  const resource = { urn: "urn:pulumi:dev::flows::t::q", type: "t", custom: true, id: "1", inputs: { name: "Sales" } };
  const state = JSON.stringify({ deployment: { resources: [resource] } });
  const script = `#!/bin/sh
reads=$(cat reads 2>/dev/null || echo 0)
echo $((reads + 1)) > reads
if [ "$reads" -lt ${times} ]; then echo '${MET}' >&2; exit 1; fi
echo '${state}'
`;
  writeFileSync(path.join(folder, "pulumi"), script, { mode: 0o755 });
  process.env["PATH"] = `${folder}${path.delimiter}${before}`;
}

const read = () =>
  stateReader({
    ...{ folder, signal: new AbortController().signal, unwrap: (plain) => plain as never },
    repeatedAfterMs: [1, 1],
  })("dev");

test("a read that meets the engine's own writing is repeated", async () => {
  cliThatFails(2);
  expect(await read()).toEqual([
    {
      ...{ urn: "urn:pulumi:dev::flows::t::q", type: "t", id: "1", isPendingDeletion: false },
      ...{ inputs: { name: "Sales" }, outputs: {} },
    },
  ]);
});

test("a state that cannot be read is an error, not an empty state", async () => {
  cliThatFails(3);
  await expect(read()).rejects.toThrow(
    `it is unknown which objects it contains: ${MET}. Nothing was changed. Run the command again.`,
  );
});

test("a machine without the CLI, and a folder without a project, have no state", async () => {
  process.env["PATH"] = folder;
  expect(await read()).toBeUndefined();
  cliThatFails(0);
  rmSync(path.join(folder, "Pulumi.yaml"));
  expect(await read()).toBeUndefined();
});
