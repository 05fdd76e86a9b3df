import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { type Context, UsageError } from "../context.ts";

const SEED = "local/organisation.yaml";

/** Serves the embedded organisation of a stack until the process is told to end. */
export async function serve(o: { stack: string; port: string }, context: Context): Promise<number> {
  const port = Number(o.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`${o.port} is no port.`);
  const { startLocalOrganisation } = await import("@genesys-flows/local-org");
  const organisation = await startLocalOrganisation({
    file: organisationFile(o.stack, context),
    port,
    ...seedIn(context),
  });
  context.out(
    `The organisation of the stack ${o.stack} is at ${organisation.url} (client id and secret: local). Ctrl-C ends it.\n`,
  );
  await new Promise<void>((done) => {
    process.once("SIGINT", done);
    process.once("SIGTERM", done);
  });
  await organisation.close();
  return 0;
}

/** Adds to the embedded organisation of a stack what its seed names by now. */
export async function seed(o: { stack: string }, context: Context): Promise<number> {
  const { seedOrganisation } = await import("@genesys-flows/local-org");
  const added = seedOrganisation({ file: organisationFile(o.stack, context), seed: join(context.root, SEED) });
  context.out(added.length === 0 ? `The organisation has everything that ${SEED} names.\n` : "");
  for (const { kind, name } of added) context.out(`added: ${kind} ${name}\n`);
  return 0;
}

/** `.genesys/orgs/<project>-<stack>.sqlite`, or what the stack config says (design §4, "Embedded organisation"). */
function organisationFile(stack: string, context: Context): string {
  const own = setting(join(context.root, `Pulumi.${stack}.yaml`), "genesyscloud:localOrganisation");
  const project = (yamlOf(join(context.root, "Pulumi.yaml")) as { name?: string }).name ?? "genesys-flows";
  const file = join(context.root, own ?? `.genesys/orgs/${project}-${stack}.sqlite`);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

function seedIn(context: Context): { seed?: string } {
  const seedFile = join(context.root, SEED);
  return existsSync(seedFile) ? { seed: seedFile } : {};
}

function setting(stackFile: string, key: string): string | undefined {
  if (!existsSync(stackFile)) return undefined;
  const value = (yamlOf(stackFile) as { config?: Record<string, unknown> } | null)?.config?.[key];
  return typeof value === "string" ? value : undefined;
}

function yamlOf(file: string): unknown {
  return parse(readFileSync(file, "utf8"));
}
