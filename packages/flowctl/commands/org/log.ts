import { setTimeout } from "node:timers/promises";
import { interrupted } from "@genesys-flows/cli";
import type { LoggedRequest } from "@genesys-flows/local-org";
import { type Context, UsageError } from "../../context.ts";
import { existingPlaceOf, type OrganisationChoice, onFile } from "./place.ts";

const LOOK_EVERY_MS = 300;

interface LogOptions extends OrganisationChoice {
  readonly follow?: boolean;
  readonly last?: string;
}

/** Prints an embedded organisation's requests, oldest first: time, method, path, status, milliseconds. */
export async function log(o: LogOptions, context: Context): Promise<number> {
  const last = o.last === undefined ? undefined : Number(o.last);
  if (last !== undefined && (!Number.isInteger(last) || last < 0)) {
    throw new UsageError(`--last ${o.last}: give the number of requests to show as a whole number.`);
  }
  const { file } = existingPlaceOf(o, context);
  const requests = await onFile(({ openRequestLog }) => openRequestLog(file));
  const end = interrupted();
  try {
    const before = requests.after(0);
    print(last === undefined ? before : before.slice(Math.max(0, before.length - last)), context);
    let seen = before.at(-1)?.seq ?? 0;
    let isOver = !o.follow;
    void end.signal.then(() => {
      isOver = true;
    });
    while (!isOver) {
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
