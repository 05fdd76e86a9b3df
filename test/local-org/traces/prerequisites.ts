import type { Run } from "./recording.ts";

/** Numbers that recordings use without a pool of their own; the server that was recorded had no pools. */
const POOL = { start: "+13175550000", end: "+13175559999" };

/** An `organisation.yaml` with what a run refers to and no recorded request creates. */
export function seedFor(run: Run): string {
  const text = JSON.stringify(run);
  const poolsOfItsOwn = text.includes("didpools") || text.includes('"didpool"');
  return JSON.stringify({
    organisation: { name: "trace", countryCode: "US" },
    users: text.includes("{user-1}") ? [{ name: "user", email: "user@example.com" }] : [],
    languages: text.includes("{language-1}") ? [{ name: "Language of the recording" }] : [],
    integrations: [{ name: "Integration of the recording" }],
    queues: [{ name: "Queue of the recording" }],
    didPools: poolsOfItsOwn ? [] : [POOL],
  });
}

/** Placeholders of things that the seed made, by the listing that tells their ids. */
export const SEEDED: Readonly<Record<string, string>> = {
  "{user-1}": "/api/v2/users",
  "{language-1}": "/api/v2/routing/languages",
  "{integration-1}": "/api/v2/integrations",
  "{queue-seeded}": "/api/v2/routing/queues",
};

/** How each kind of object that was on the server is made here: the collection, and what a body must have beside. */
export const SEED_KINDS: Readonly<Record<string, { path: string; fill?: Record<string, unknown> }>> = {
  division: { path: "/api/v2/authorization/divisions", fill: { description: "" } },
  flow: { path: "/api/v2/flows" },
  queue: { path: "/api/v2/routing/queues" },
  wrapupcode: { path: "/api/v2/routing/wrapupcodes" },
  skill: { path: "/api/v2/routing/skills" },
  schedule: { path: "/api/v2/architect/schedules" },
  schedulegroup: { path: "/api/v2/architect/schedulegroups" },
  ivr: { path: "/api/v2/architect/ivrs" },
  datatable: { path: "/api/v2/flows/datatables" },
  prompt: { path: "/api/v2/architect/prompts" },
  emergencygroup: { path: "/api/v2/architect/emergencygroups" },
  milestone: { path: "/api/v2/flows/milestones" },
  outcome: { path: "/api/v2/flows/outcomes" },
  emaildomain: { path: "/api/v2/routing/email/domains" },
  route: {
    path: "/api/v2/routing/email/domains/{domain}/routes",
    fill: { fromName: "x", queue: { id: "{queue-seeded}" } },
  },
  didpool: { path: "/api/v2/telephony/providers/edges/didpools" },
  action: {
    path: "/api/v2/integrations/actions",
    fill: { integrationId: "{integration-1}", contract: {} },
  },
};
