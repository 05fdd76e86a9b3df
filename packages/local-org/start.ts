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
  /** SQLite file, created when missing; `:memory:` for one that ends with the server. */
  readonly file: string;
  /** Path of `organisation.yaml`, applied only to an empty store. Without it, the organisation is empty. */
  readonly seed?: string;
  /** Port on the loopback interface; default 0: any free port. */
  readonly port?: number;
  /** Serves HTTPS with this certificate, instead of HTTP. */
  readonly tls?: Tls;
  /**
   * An OAuth client with every permission that the organisation has from now on; an existing client with this id stays.
   */
  readonly ownClient?: OwnClient;
  readonly clock?: Clock;
  /** How long jobs stay in progress, in milliseconds; default: the seed's `jobs.durationMs`, otherwise 0. */
  readonly jobDurationMs?: number;
  /** Requests per minute and token, or client; default 300. */
  readonly requestsPerMinute?: number;
  /** How requests are counted; default: by token. */
  readonly requestsPer?: RateLimitUnit;
  /** Pages that other packages add. */
  readonly further?: readonly FurtherPage[];
  /** Called with a defect of the organisation itself (status 500); default: prints it to standard error. */
  readonly onDefect?: (error: unknown) => void;
  /** Called with each request and its response, as sent, except those that a fault on demand changes. */
  readonly onAnswer?: (call: IncomingCall, reply: OutgoingReply) => void;
  /** Ends the process for a fault on demand; default: SIGKILL. When it returns, the connection is reset. */
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
 * Starts the embedded organisation in a file. Several may serve one file, in one process or more.
 * @throws DiagnosticError with every invalid entry of the seed; OrganisationFileError when the file cannot be used;
 * Error when the port is taken
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

/** A problem with the file is not a defect of this program: prints only its message. */
function report(error: unknown): void {
  console.error("local organisation:", error instanceof OrganisationFileError ? error.message : error);
}
