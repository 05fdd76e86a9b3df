import { createInterface } from "node:readline";
import { type LocalOrganisation, startLocalOrganisation } from "@genesys-flows/local-org";
import { refuseViolations } from "./recorder.ts";

/** What a process that serves is to serve. */
export interface Served {
  /** SQLite file, or `:memory:`. */
  readonly file: string;
  /** Path of its `organisation.yaml`. */
  readonly seed: string;
  /** Answers go out as they are, and a fault `crash` does not end the process; otherwise they are validated. */
  readonly attacked?: true;
}

/** A line of the process's input. */
export type Order = { readonly serve: Served } | { readonly inherited: true };

/**
 * A process of its own that serves one organisation after the other. Each line of its input is an order, each line of its
 * output the answer: the address, or what every object of the process inherits and should not. Ends with its input.
 */
let serving: LocalOrganisation | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  if ("inherited" in order) {
    console.log(JSON.stringify(inherited()));
    continue;
  }
  await serving?.close();
  serving = await start(order.serve);
  const { url, organisationId } = serving;
  console.log(JSON.stringify({ url, organisationId }));
}
await serving?.close();

function start({ file, seed, attacked }: Served): Promise<LocalOrganisation> {
  const watched = attacked ? { onCrash: () => undefined, onDefect: console.error } : { onAnswer: refuseViolations() };
  return startLocalOrganisation({ file, seed, requestsPerMinute: 1_000_000_000, ...watched });
}

function inherited(): string[] {
  const names: string[] = [];
  for (const name in {}) names.push(name);
  return [...names, ...Object.getOwnPropertyNames(Object.prototype).filter((name) => /pollut|admin/i.test(name))];
}
