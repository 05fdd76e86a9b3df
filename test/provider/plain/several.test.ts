import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseUrn, type ResourceUrn } from "@genesys-flows/project/state";
import type { PlatformClient } from "../../../packages/platform/client/platform-client.ts";
import type { Organisation } from "../../../packages/platform/organisation/organisation.ts";
import { routingWrapupcode } from "../../../packages/provider/resources/kinds.ts";
import { fingerprintOf } from "../../../packages/provider/resources/plain/proof.ts";
import { resume } from "../../../packages/provider/resources/plain/resume.ts";
import type { Json, LifeContext } from "../../../packages/provider/resources/plain/spec.ts";
import { CreationNotes } from "../../../packages/provider/run/creation-notes.ts";

// The embedded organisation has one object per name; no documentation says this of wrap-up codes.

const collection = "/api/v2/routing/wrapupcodes";
const now = new Date().toISOString();
const past = "2020-01-01T00:00:00.000Z";
const urn = parseUrn(
  "urn:pulumi:dev::flows::genesyscloud:index/routingWrapupcode:RoutingWrapupcode::it",
) as ResourceUrn;
const code = (id: string, created: string): Json => ({
  id,
  name: "Sold",
  dateCreated: created,
  createdBy: { id: "our-client" },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "several-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An organisation with these wrap-up codes. */
function organisationOf(codes: readonly Json[]): LifeContext {
  const client: Pick<PlatformClient, "call" | "clientId"> = {
    clientId: "our-client",
    call: async (call, schema) => {
      if (call.path === collection) return schema.parse({ entities: codes, pageCount: 1 });
      return schema.parse(codes.find(({ id }) => call.path === `${collection}/${String(id)}`));
    },
  };
  const silent = () => {};
  return {
    organisation: { id: "organisation" } as Organisation,
    client: client as PlatformClient,
    log: { progress: silent, info: silent, warn: silent, note: silent, debug: silent },
    signal: new AbortController().signal,
  };
}

async function resumed(codes: readonly Json[]) {
  const notes = new CreationNotes(folder);
  const note = { organizationId: "organisation", identity: { name: "Sold" }, ...fingerprintOf({ name: "Sold" }) };
  await notes.write(urn, note, () => {});
  return resume(routingWrapupcode, organisationOf(codes), { inputs: { name: "Sold" }, urn, notes, adopts: false });
}

test("of several objects of one name, the one that the killed run made is taken over", async () => {
  const { made, others } = await resumed([code("theirs", past), code("ours", now)]);
  expect(made?.id).toBe("ours");
  expect([...others]).toEqual([["theirs", "it is older"]]);
});

test("none is taken over when several match; each is named", async () => {
  await expect(resumed([code("one", now), code("two", now)])).rejects.toThrow(
    /An interrupted run may have created any of the 2 objects that match the wrap-up code\..*import \S+ it one.*import \S+ it two/s,
  );
});
