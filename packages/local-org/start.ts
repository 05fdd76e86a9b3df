import { type AnswerScope, answer } from "./answer.ts";
import { answerInterfered, meetFaults } from "./faults/meet.ts";
import { type FurtherPage, furtherPageAt } from "./further.ts";
import { guardOrigin, type RateLimitUnit, REQUESTS_PER_WINDOW } from "./http/access.ts";
import { HeldAnswers } from "./http/held-answers.ts";
import { hiddenRoutes } from "./http/operations.ts";
import type { Clock } from "./http/route.ts";
import { Router } from "./http/router.ts";
import { type IncomingCall, listen, type OutgoingReply, type Tls } from "./http/server.ts";
import { openOrganisation, systemClock } from "./open.ts";
import { framed } from "./page/frame.ts";
import { type IssuedClient, issueClient, type OwnClient } from "./services/oauth.ts";
import { type OrganisationRow, organisationOf } from "./services/organisation.ts";
import { OrganisationFileError } from "./store/file-error.ts";

export interface LocalOrganisationOptions {
  /**
   * SQLite file, which is created if it does not exist. `:memory:` means a store in memory that is lost when the server
   * stops.
   */
  readonly file: string;
  /**
   * Path of `organisation.yaml`, which is applied only to an empty store. If the path is omitted, the organisation
   * starts empty.
   */
  readonly seed?: string;
  /** Port on the loopback interface; default: 0, which means any free port. */
  readonly port?: number;
  /** Certificate for serving HTTPS instead of HTTP. */
  readonly tls?: Tls;
  /**
   * An OAuth client to add to the organisation, with every permission. An existing client with this id keeps its
   * permissions.
   */
  readonly ownClient?: OwnClient;
  readonly clock?: Clock;
  /** Duration of jobs in milliseconds; default: `jobs.durationMs` in the seed, otherwise 0. */
  readonly jobDurationMs?: number;
  /** Maximum number of requests per minute and token or client; default: 300. */
  readonly requestsPerMinute?: number;
  /** The unit by which requests are counted; default: token. */
  readonly requestsPer?: RateLimitUnit;
  /** Pages that other packages add. */
  readonly further?: readonly FurtherPage[];
  /** Called with a defect of the embedded organisation (status 500); default: prints the defect to standard error. */
  readonly onDefect?: (error: unknown) => void;
  /** Called with each request and its response as sent, except responses that a fault on demand changes. */
  readonly onAnswer?: (call: IncomingCall, reply: OutgoingReply) => void;
  /** Ends the process for a fault on demand; default: SIGKILL. If it returns, the connection is reset. */
  readonly onCrash?: () => void;
}

export interface LocalOrganisation {
  /** `http://127.0.0.1:port`, or `https`. */
  readonly url: string;
  readonly port: number;
  readonly organisationId: string;
  /** The requested client, with its secret. */
  readonly ownClient?: IssuedClient;
  /** Stops the server and closes the file. */
  close(): Promise<void>;
}

/**
 * Starts the embedded organisation in a file. Several servers may use one file, in one process or several.
 * @throws DiagnosticError with every invalid entry of the seed; OrganisationFileError if the file cannot be used; Error
 * if the port is in use
 */
export async function startLocalOrganisation(o: LocalOrganisationOptions): Promise<LocalOrganisation> {
  const { clock = systemClock, further = [] } = o;
  const { store, services, directory } = openOrganisation({ file: o.file, seed: o.seed, clock });
  const row = organisationOf(store) as OrganisationRow;
  const routes = services.flatMap((service) => service.routes);
  const scope: Omit<AnswerScope, "baseUrl"> = {
    store,
    directory,
    clock,
    router: new Router([...routes, ...hiddenRoutes(routes)]),
    held: new HeldAnswers(),
    config: { organisationId: row.id, jobDurationMs: o.jobDurationMs ?? row.jobDurationMs, further },
    requestsPerMinute: o.requestsPerMinute ?? REQUESTS_PER_WINDOW,
    requestsPer: o.requestsPer ?? "token",
    settle: () => {
      for (const service of services) service.settle?.({ store, directory, clock });
    },
    onDefect: o.onDefect ?? report,
  };
  try {
    const client = o.ownClient && issueClient(store, o.ownClient);
    const server = await listen({
      port: o.port ?? 0,
      tls: o.tls,
      answer(call, baseUrl) {
        const added = furtherPageAt(further, call.url);
        if (added) {
          guardOrigin(call.method, call.headers);
          return added.answer(call, (page) => framed({ ...scope, path: added.path }, page));
        }
        const fault = meetFaults(scope, call);
        if (!fault) {
          const reply = answer({ ...scope, baseUrl }, call);
          o.onAnswer?.(call, reply);
          return reply;
        }
        return answerInterfered({ ...scope, baseUrl }, call, {
          fault,
          crash: o.onCrash ?? (() => process.kill(process.pid, "SIGKILL")),
        });
      },
    });
    return {
      url: server.url,
      port: server.port,
      organisationId: row.id,
      ...(client && { ownClient: client }),
      close: async () => {
        await server.close();
        await Promise.all(further.map((added) => added.close?.()));
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Prints only the message of a problem with the file, which is not a defect of this program. */
function report(error: unknown): void {
  console.error("local organisation:", error instanceof OrganisationFileError ? error.message : error);
}
