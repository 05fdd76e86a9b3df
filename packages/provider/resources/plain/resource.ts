import { z } from "zod";
import { ApiFailure } from "../../api/failure.ts";
import { listAll } from "../../api/listing.ts";
import type { PlatformClient } from "../../api/platform-client.ts";
import type { CheckFailure, Resource } from "../../rpc/provider.ts";
import { type Properties, unknown } from "../../rpc/values.ts";
import type { OrganisationDoor } from "../../run/organisation.ts";
import { validate } from "../../schema/validate.ts";
import { bodyOf, propertiesOf } from "./body.ts";
import { diffPlain } from "./diff.ts";
import type { PlainResourceSpec } from "./spec.ts";

const entity = z.looseObject({ id: z.string(), name: z.string().nullish() });

/** A resource from its row: check, diff, and one request each for create, read, update and delete. */
export function plainResource(spec: PlainResourceSpec, door: OrganisationDoor): Resource {
  const pathOf = (id: string): string => `${spec.path}/${encodeURIComponent(id)}`;
  const organizationOf = (state: Properties): string | undefined =>
    typeof state["organizationId"] === "string" ? state["organizationId"] : undefined;
  const outputsOf = (live: Record<string, unknown>, organizationId: string): Properties => ({
    ...propertiesOf(spec, live),
    organizationId,
  });

  return {
    token: spec.token,

    async check(_operation, { inputs }) {
      const checked = validate(inputs, spec.properties);
      const failures: CheckFailure[] = [...checked.failures];
      for (const [property, value] of Object.entries(checked.inputs)) {
        const reason = spec.check?.(property, value);
        if (reason) failures.push({ property, reason });
      }
      return { inputs: checked.inputs, failures };
    },

    diff: async (_operation, request) => diffPlain(spec, request),

    async create(_operation, { inputs, preview }) {
      if (preview) return { outputs: promised(spec, inputs, {}) };
      const organisation = await door.open();
      try {
        const live = await organisation.client.call(
          { method: "POST", path: spec.path, body: bodyOf(spec, inputs) },
          entity,
        );
        return { id: live.id, outputs: outputsOf(live, organisation.id) };
      } catch (error) {
        throw await withTakenName(spec, { error, client: organisation.client, name: inputs["name"] });
      }
    },

    async read(_operation, { id, inputs, state }) {
      const organisation = await door.open(organizationOf(state));
      const live = await readLive(organisation.client, pathOf(id));
      if (!live) return undefined;
      const outputs = outputsOf(live, organisation.id);
      const imported = Object.keys(inputs).length === 0;
      const { organizationId: _organisation, ...everything } = outputs;
      return { outputs, inputs: imported ? everything : inputs };
    },

    async update(_operation, { id, inputs, state, preview }) {
      if (preview) return promised(spec, inputs, state);
      const organisation = await door.open(organizationOf(state));
      const { client } = organisation;
      // The division stands in the body of a PUT unless the platform moves objects by a request of its own.
      const kept: Properties = spec.divisionObject ? {} : { divisionId: state["divisionId"] };
      const body = bodyOf(spec, { ...kept, ...inputs });
      if (spec.versioned) body["version"] = (await client.call({ method: "GET", path: pathOf(id) }, entity))["version"];
      const division = inputs["divisionId"];
      if (spec.divisionObject && typeof division === "string" && division !== state["divisionId"]) {
        await moveToDivision(client, spec.divisionObject, { id, division });
      }
      const live = await client.call({ method: "PUT", path: pathOf(id), body, repeatable: !spec.versioned }, entity);
      return outputsOf(live, organisation.id);
    },

    async delete(_operation, { id, state }) {
      const { client } = await door.open(organizationOf(state));
      try {
        await client.call(
          { method: "DELETE", path: pathOf(id), query: spec.deleteQuery, repeatable: true },
          z.unknown(),
        );
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.kind !== "not-found") throw error;
      }
    },
  };
}

/** Outputs that a preview can promise: the inputs, and what the platform computes as it was or unknown. */
function promised(spec: PlainResourceSpec, inputs: Properties, state: Properties): Properties {
  const computed = Object.entries(spec.properties)
    .filter(([name, property]) => property.computed && inputs[name] === undefined)
    .map(([name]) => [name, state[name] ?? unknown] as const);
  return { ...inputs, ...Object.fromEntries(computed), organizationId: state["organizationId"] ?? unknown };
}

/** The live object; undefined when it is gone or marked as deleted. */
async function readLive(client: PlatformClient, path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const live = await client.call({ method: "GET", path }, entity);
    return live["state"] === "deleted" ? undefined : live;
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return undefined;
    throw error;
  }
}

async function moveToDivision(
  client: PlatformClient,
  type: string,
  move: { id: string; division: string },
): Promise<void> {
  const path = `/api/v2/authorization/divisions/${encodeURIComponent(move.division)}/objects/${type}`;
  await client.call({ method: "POST", path, body: [move.id], repeatable: true }, z.unknown());
}

/** A refusal because of a taken name, with the line that imports the one that has it; any other error as it is. */
async function withTakenName(
  spec: PlainResourceSpec,
  refused: { error: unknown; client: PlatformClient; name: unknown },
): Promise<unknown> {
  const { error, client, name } = refused;
  if (!(error instanceof ApiFailure) || (error.status !== 400 && error.status !== 409)) return error;
  if (typeof name !== "string" || !spec.listQuery) return error;
  const named = await listAll(client, { path: spec.path, query: spec.listQuery(name) }, entity);
  const holder = named.find((candidate) => candidate.name === name);
  if (!holder) return error;
  return new Error(
    `There is a ${spec.noun} '${name}' already (${holder.id}), which is not managed by this stack. To take it over: ` +
      `pulumi import ${spec.token} <name> ${holder.id}\n${error.message}`,
  );
}
