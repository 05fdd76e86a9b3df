import path from "node:path";
import { devStack, doorEnvironment } from "./environment.ts";
import { installation, projectFolder } from "./folders.ts";
import { devPassphrase } from "./health/passphrase.ts";
import { ensureCli } from "./pulumi-cli.ts";
import { ensureSdkCompiled } from "./sdk.ts";

export interface SetUp {
  /** The Pulumi project's folder. */
  project: string;
  /** The Pulumi CLI's program. */
  cli: string;
  /** What the CLI and everything it starts run in: the door's variables, the CLI and Node 24 first on PATH. */
  env: NodeJS.ProcessEnv;
}

/** Everything but the dependencies, which are there when this runs: the Pulumi CLI, the compiled SDK, the environment. */
export async function setUp(o: { stack: string | undefined; project?: string } = { stack: devStack }): Promise<SetUp> {
  const project = o.project ?? projectFolder();
  const [cliFolder] = await Promise.all([ensureCli(), ensureSdkCompiled()]);
  const bin = path.join(installation, "node_modules", ".bin");
  const PATH = [cliFolder, bin, process.env.PATH].join(path.delimiter);
  const env = {
    ...process.env,
    ...doorEnvironment({ project, env: process.env, stack: o.stack }),
    ...devPassphrase({ project, env: process.env, stack: o.stack }),
    PATH,
  };
  return { project, cli: path.join(cliFolder, "pulumi"), env };
}
