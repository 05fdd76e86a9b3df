import { interrupted } from "@genesys-flows/cli";
import type { LocalOrganisation } from "@genesys-flows/local-org";
import { type Context, UsageError } from "../../context.ts";
import { stackFile } from "../../stack-file.ts";
import { portOf, startProblem } from "../port.ts";
import { type ServerCertificate, serverCertificate } from "./certificate.ts";
import { newPlaceOf, type OrganisationChoice, seedIn } from "./place.ts";

interface ServeOptions extends OrganisationChoice {
  readonly port: string;
  readonly https?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly client?: string;
  readonly secret?: string;
  readonly save?: boolean;
}

/**
 * Serves an embedded organisation and its page until the process is interrupted. Prints the address, and explains on
 * stderr how a stack uses it.
 */
export async function serve(o: ServeOptions, context: Context): Promise<number> {
  const port = portOf(o.port);
  refuseHalves(o);
  const place = newPlaceOf(o, context);
  const certificate = o.https || o.cert !== undefined ? serverCertificate(o, context) : undefined;
  const checkout = checkoutOf(o, context);
  const { startLocalOrganisation } = await import("@genesys-flows/local-org");
  const { phone } = await import("@genesys-flows/phone");
  const end = interrupted();
  const seed = seedIn(context);
  const organisation = await startLocalOrganisation({
    file: place.file,
    port,
    further: [phone({ file: place.file, ...(checkout && { checkout, canSave: o.save === true }) })],
    ...(seed ? { seed } : {}),
    ...(certificate && { tls: { cert: certificate.cert, key: certificate.key } }),
    ...(o.client !== undefined && { ownClient: { id: o.client, ...(o.secret !== undefined && { secret: o.secret }) } }),
  }).catch((error: unknown) => {
    end.ignore();
    throw startProblem(error, port);
  });
  context.out(`${organisation.url}\n`);
  context.err(
    `This address serves ${place.title}. Open it in a browser, or open ${organisation.url}/phone to call its flows; its API is under /api/v2 (client id and secret: local). Ctrl-C stops it.\n\n`,
  );
  context.err(configOf(organisation, certificate));
  await end.signal;
  await organisation.close();
  return 0;
}

/** The checkout whose flows the phone can call, as the stack sees it. @throws UsageError for --save outside a checkout
 */
function checkoutOf({ stack, save }: ServeOptions, context: Context): { root: string; stack: string } | undefined {
  if (stackFile(context, stack)) return { root: context.root, stack };
  if (save) throw new UsageError(`--save needs a project: there is no Pulumi.${stack}.yaml in ${context.root}.`);
  return undefined;
}

/** Refuses options that are given without the option that they require. @throws UsageError */
function refuseHalves({ cert, key, client, secret }: ServeOptions): void {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError("--cert and --key belong together: use both.");
  if (secret !== undefined && client === undefined)
    throw new UsageError("--secret needs --client, the id that the secret is for.");
  if (client?.trim() === "" || secret === "") throw new UsageError("--client and --secret cannot be empty.");
}

/** The configuration and environment that a stack needs to use the organisation like a cloud organisation. */
function configOf({ url, organisationId, ownClient }: LocalOrganisation, certificate?: ServerCertificate): string {
  const { protocol, hostname, port } = new URL(url);
  const { id, secret } = ownClient ?? { id: "local", secret: "local" };
  const variables = {
    GENESYSCLOUD_OAUTHCLIENT_ID: id,
    GENESYSCLOUD_OAUTHCLIENT_SECRET: secret,
    ...(certificate?.authority && { NODE_EXTRA_CA_CERTS: certificate.authority }),
  };
  return [
    "A stack can use it like a cloud organisation. Settings in its Pulumi.<stack>.yaml:",
    "",
    "config:",
    "  genesyscloud:region: eu-central-1",
    `  genesyscloud:organizationId: ${organisationId}`,
    "  genesyscloud:gateway:",
    `    protocol: ${protocol.replace(":", "")}`,
    `    host: ${hostname}`,
    `    port: "${port}"`,
    "",
    "Environment variables for its commands:",
    "",
    ...Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`),
    "",
    "",
  ].join("\n");
}
