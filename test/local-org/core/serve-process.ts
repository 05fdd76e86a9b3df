import { startLocalOrganisation } from "../../../packages/local-org/index.ts";
import { refuseViolations } from "../support/recorder.ts";

// A process of its own that serves the file given: prints its address, ends when its input ends.
const [file, seed] = process.argv.slice(2) as [string, string];
const organisation = await startLocalOrganisation({
  file,
  seed,
  requestsPerMinute: 100_000,
  onAnswer: refuseViolations(),
});
console.log(JSON.stringify({ url: organisation.url, organisationId: organisation.organisationId }));
process.stdin.resume().on("end", () => organisation.close());
