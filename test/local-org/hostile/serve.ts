import { createInterface } from "node:readline";
import { startLocalOrganisation } from "../../../packages/local-org/index.ts";

// A process of its own that serves an organisation in memory: a hang or a crash of it is seen from outside. The first line
// of its output is the address; a line of its input asks what became of it; a defect is a line of its error output.
const seed = process.argv[2] as string;
const organisation = await startLocalOrganisation({
  file: ":memory:",
  seed,
  requestsPerMinute: 1_000_000_000,
  onCrash: () => undefined,
  onDefect: (error) => console.error(error),
});
console.log(organisation.url);
for await (const _ of createInterface({ input: process.stdin })) {
  const inherited: string[] = [];
  for (const key in {}) inherited.push(key);
  for (const key of Object.getOwnPropertyNames(Object.prototype)) if (/pollut|admin/i.test(key)) inherited.push(key);
  console.log(JSON.stringify(inherited));
}
await organisation.close();
