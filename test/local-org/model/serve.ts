import { createInterface } from "node:readline";
import { type LocalOrganisation, startLocalOrganisation } from "../../../packages/local-org/index.ts";
import { refuseViolations } from "../support/recorder.ts";

// A process of its own that serves one organisation after the other: each line of its input names a file and its seed,
// each line of its output the address. Ends with its input.
const onAnswer = refuseViolations();
let serving: LocalOrganisation | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const { file, seed } = JSON.parse(line) as { file: string; seed: string };
  await serving?.close();
  serving = await startLocalOrganisation({ file, seed, requestsPerMinute: 1_000_000, onAnswer });
  console.log(JSON.stringify({ url: serving.url }));
}
await serving?.close();
