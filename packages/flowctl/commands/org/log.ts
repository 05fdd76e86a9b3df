import { setTimeout } from "node:timers/promises";
import { interrupted } from "@genesys-flows/cli";
import type { LoggedRequest } from "@genesys-flows/local-org";
import { type Context, UsageError } from "../../context.ts";
import { explained, mustExist, type OrganisationChoice, placeOf } from "./place.ts";

const LOOK_EVERY_MS = 300;

export interface LogOptions extends OrganisationChoice {
  /** Keeps printing new requests until the process is interrupted. */
  readonly follow?: boolean;
  /** How many of the last requests to print; all when absent. */
  readonly last?: string;
}

/** Prints an embedded organisation's requests, oldest first: time, method, path, status, milliseconds. */
export async function log(o: LogOptions, context: Context): Promise<number> {
  const last = o.last === undefined ? undefined : Number(o.last);
  if (last !== undefined && (!Number.isInteger(last) || last < 0)) {
    throw new UsageError(`--last ${o.last}: give a whole number, how many requests to show.`);
  }
  const place = placeOf(o, context);
  mustExist(place, context);
  const { openRequestLog } = await import("@genesys-flows/local-org");
  const requests = await explained(() => openRequestLog(place.file));
  const end = interrupted();
  try {
    const before = requests.after(0);
    print(last === undefined ? before : before.slice(before.length - Math.min(last, before.length)), context);
    let seen = before.at(-1)?.seq ?? 0;
    let over = !o.follow;
    void end.signal.then(() => {
      over = true;
    });
    while (!over) {
      await Promise.race([end.signal, setTimeout(LOOK_EVERY_MS)]);
      if (requests.newest() < seen) seen = 0;
      const fresh = requests.after(seen);
      print(fresh, context);
      seen = fresh.at(-1)?.seq ?? seen;
    }
    return 0;
  } finally {
    end.ignore();
    requests.close();
  }
}

function print(requests: readonly LoggedRequest[], context: Context): void {
  for (const { at, method, path, query, status, ms, error, fault } of requests) {
    const notes = [error, fault && `fault on demand: ${fault}`].filter(Boolean).map((note) => `  # ${note}`);
    const target = query ? `${path}?${query}` : path;
    context.out(`${at} ${method.padEnd(6)} ${status} ${ms.toFixed(1).padStart(7)} ms ${target}${notes.join("")}\n`);
  }
}
