import { cpSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCompiled, writeDocumentList } from "@genesys-flows/project";
import analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { inCheckout } from "../harness/checkout.ts";
import { aboutResource, Pack } from "../lean-pulumi/harness/pack.ts";
import { load, makeProject } from "../project/harness.ts";
import { checkModule } from "../project/samples.ts";

const { AnalyzeResponse, AnalyzerInfo, AnalyzerStackConfigureRequest, ConfigureAnalyzerRequest, PolicyConfig } =
  analyzerMessages;
const ASSET = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17" };

/** The type of a flow resource. */
export const FLOW = "genesyscloud:index/flow:Flow";

/** What a policy reported. */
export interface Found {
  readonly policy: string;
  readonly level: number;
  readonly text: string;
}

/**
 * A project with the pack in it, as `npm start` runs it: started and configured by the engine before the program has compiled anything.
 * @param files in the folder with the policies
 * @param env of its process
 * @param before called before it starts, with its folder
 */
export async function started(
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
  before: (policies: string) => void = () => {},
) {
  const root = makeProject({ "Pulumi.yaml": "name: x\n", "flows/check.yaml": checkModule });
  const policies = join(root, "policies");
  cpSync(inCheckout("policies"), policies, { recursive: true });
  rmSync(join(policies, "exemptions.yaml"), { force: true });
  const own = Object.entries(files).map(([name, text]) => [`policies/${name}`, text] as const);
  for (const [name, text] of own) {
    cpSync(makeProject({ [name]: text }), root, { recursive: true });
  }
  symlinkSync(inCheckout("node_modules"), join(root, "node_modules"));
  before(policies);
  const pack = await Pack.start({ folder: policies, env: { PWD: root, ...env } });
  const compile = async (flows: Record<string, string>) => {
    for (const [key, text] of Object.entries(flows)) writeFileSync(join(root, "flows", `${key}.yaml`), text);
    const project = await load(root);
    const documents = await writeCompiled(project);
    await writeDocumentList(root, "dev", documents);
    return (key: string, more: object = {}) => ({
      type: FLOW,
      name: key,
      properties: {
        document: { ...ASSET, path: documents.get(key) },
        digest: project.flows.find((flow) => flow.key === key)?.digest,
        ...more,
      },
    });
  };
  const configure = async (policies: Record<string, { level: number; settings?: object }> = {}) => {
    const stack = new AnalyzerStackConfigureRequest();
    stack.setStack("dev");
    await pack.ask("configureStack", stack);
    const request = new ConfigureAnalyzerRequest();
    for (const [name, { level, settings = {} }] of Object.entries(policies)) {
      const policy = new PolicyConfig();
      policy.setEnforcementlevel(level as never);
      policy.setProperties(structs.Struct.fromJavaScript(settings as never));
      request.getPolicyconfigMap().set(name, policy);
    }
    await pack.ask("configure", request);
  };
  const judged = async (resource: Parameters<typeof aboutResource>[0]): Promise<Found[]> => {
    const answer = await pack.ask("analyze", aboutResource(resource));
    if (typeof answer === "string") throw new Error(answer);
    return AnalyzeResponse.deserializeBinary(answer)
      .getDiagnosticsList()
      .map((found) => ({
        policy: found.getPolicyname(),
        level: found.getEnforcementlevel(),
        text: found.getMessage().slice(found.getDescription().length + 1),
      }));
  };
  const listed = async () =>
    AnalyzerInfo.deserializeBinary(
      (await pack.ask("getAnalyzerInfo", new analyzerMessages.AnalyzerInfo())) as Buffer,
    ).getPoliciesList();
  return { root, pack, compile, configure, judged, listed };
}
