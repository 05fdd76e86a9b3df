import { type Context, UsageError } from "../../context.ts";
import { interrupted } from "../../interrupted.ts";
import { newPlaceOf, type OrganisationChoice, seedIn } from "./place.ts";

/** Serves an embedded organisation and its page until the process is interrupted. */
export async function serve(o: OrganisationChoice & { port: string }, context: Context): Promise<number> {
  const port = Number(o.port);
  if (o.port.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`${o.port} is not a port. Give a whole number up to 65535, or 0 for any free port.`);
  }
  const place = newPlaceOf(o, context);
  const { startLocalOrganisation } = await import("@genesys-flows/local-org");
  const end = interrupted();
  const seed = seedIn(context);
  const organisation = await startLocalOrganisation({ file: place.file, port, ...(seed ? { seed } : {}) }).catch(
    (error: unknown) => {
      end.ignore();
      if ((error as { code?: unknown }).code !== "EADDRINUSE") throw error;
      throw new UsageError(`The port ${port} is in use. Choose another with --port, or 0 for any free port.`);
    },
  );
  context.out(`${organisation.url}\n`);
  context.err(
    `This address serves ${place.title}. Open it in a browser; its API is under /api/v2 (client id and secret: local). Ctrl-C stops it.\n`,
  );
  await end.signal;
  await organisation.close();
  return 0;
}
