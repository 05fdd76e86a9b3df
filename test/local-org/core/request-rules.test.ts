import { readFileSync } from "node:fs";
import { join } from "node:path";
import { completeDescription } from "../../../packages/local-org/vendor/description.ts";
import { extractRules } from "../../../packages/local-org/vendor/request-rules.ts";
import { readSdkFiles } from "../../../packages/local-org/vendor/sdk.ts";
import { readReference, referenceExists, referenceFolder } from "../../harness/checkout.ts";
import { Organisation, SEED } from "../support/organisation.ts";

const title = "rules.json is what the platform's description says of the implemented operations";
if (referenceExists) {
  test(title, async () => {
    const organisation = await new Organisation().start({ seedText: SEED });
    const { body } = await organisation.call("GET", "/_local/operations");
    const implemented = new Set<string>(body.implemented.map(({ operation }: { operation: string }) => operation));
    const api = JSON.parse(readReference("platform-api.openapi.json"));
    const described = completeDescription(api, readSdkFiles(import.meta.filename), implemented);
    const kept = readFileSync(join(import.meta.dirname, "../../../packages/local-org/requests/rules.json"), "utf8");
    expect(JSON.parse(kept)).toEqual(extractRules(described, implemented));
    await organisation.end();
  });
} else test.skip(`${title}: skipped, since there is no ${referenceFolder}`, () => {});
