import { writeFileSync } from "node:fs";
import path from "node:path";
import { contextOf, UsageError } from "@genesys-flows/cli";
import { missingState } from "../../packages/wrapper/health/after-failure.ts";
import { plan } from "../../packages/wrapper/pipeline/plan.ts";
import { standIn } from "../../packages/wrapper/pipeline/stand-in.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("a stack that a step of a pipeline does not find", () => {
  const folder = temporaryFolder();
  const context = () => contextOf({ root: folder(), env: {}, out: () => {}, err: () => {} });

  test("is wrong use where it has no file", async () => {
    writeFileSync(path.join(folder(), "Pulumi.prod.yaml"), "config: {}\n");
    const missing = "There is no Pulumi.staging.yaml in ";
    const planned = plan({ stack: "staging" }, context());
    await expect(planned).rejects.toThrow(UsageError);
    await expect(planned).rejects.toThrow(missing);
    const previewed = standIn({ stack: ["prod", "staging"], out: "reports" }, context());
    await expect(previewed).rejects.toThrow(UsageError);
    await expect(previewed).rejects.toThrow(missing);
  });

  test("is created without selecting it, where it has no state", () => {
    const of = { project: folder(), stack: "prod", projectName: "example", state: folder() };
    expect(missingState(of)).toContain(
      "Create it: npm run pulumi -- stack init prod --no-select, then npm run pulumi -- up --stack prod.",
    );
  });
});
