import { ApiFailure } from "../../packages/platform/client/failure.ts";
import type { PlatformClient } from "../../packages/platform/client/platform-client.ts";
import type { ApiCall } from "../../packages/platform/client/session.ts";
import type { FlowEntity } from "../../packages/platform/flows/entities.ts";
import { FlowListing } from "../../packages/platform/flows/flow-listing.ts";
import { FlowLookup } from "../../packages/platform/flows/flow-lookup.ts";
import { errorOf } from "../provider/harness/scene.ts";

/** Flows of a platform, by id: the version that lookups show, and the one at the flow's own address. */
class Flows {
  readonly asked: string[] = [];
  readonly looked = new Map<string, string>();
  readonly own = new Map<string, string>();
  /** Thrown instead of an answer. */
  failure: ((call: ApiCall) => ApiFailure | undefined) | undefined;
  readonly client = {
    call: async (call: ApiCall) => this.#answer(call),
  } as unknown as PlatformClient;

  constructor(ids: readonly string[]) {
    for (const id of ids) this.publish(id, "1.0");
  }

  publish(id: string, version: string): void {
    this.looked.set(id, version);
    this.own.set(id, version);
  }

  /** Lookups show the version before. */
  publishLate(id: string, version: string): void {
    this.own.set(id, version);
  }

  #answer(call: ApiCall): unknown {
    const ids = call.query?.["id"] as readonly string[] | undefined;
    const id = call.path.split("/").at(-1) ?? "";
    this.asked.push(
      ids ? ids.join(" ") : call.path === "/api/v2/flows" ? `page ${call.query?.["pageNumber"]}` : `= ${id}`,
    );
    const failure = this.failure?.(call);
    if (failure) throw failure;
    if (ids) return { entities: ids.flatMap((one) => this.#flow(one, this.looked)) };
    if (call.path === "/api/v2/flows") return this.#page(Number(call.query?.["pageNumber"]));
    const [flow] = this.#flow(id, this.own);
    if (flow) return flow;
    throw new ApiFailure({ kind: "not-found", message: "No.", request: "GET", status: 404 });
  }

  #page(number: number): unknown {
    const all = [...this.looked.keys()].flatMap((id) => this.#flow(id, this.looked));
    return { entities: all.slice((number - 1) * 500, number * 500), pageCount: Math.ceil(all.length / 500) };
  }

  #flow(id: string, versions: ReadonlyMap<string, string>): FlowEntity[] {
    const version = versions.get(id);
    return version === undefined ? [] : [{ id, name: id, type: "INBOUNDCALL", publishedVersion: { id: version } }];
  }
}

const refused = (kind: "permission" | "server") =>
  new ApiFailure({ kind, message: "No.", request: "GET", status: 403 });
const idsOf = (count: number) => Array.from({ length: count }, (_, n) => `f${n}`);
const versionOf = (flow: FlowEntity | undefined) => flow?.publishedVersion?.id;

describe("flows that are going to be published", () => {
  let clock: jest.SpyInstance<number>;
  beforeEach(() => {
    clock = jest.spyOn(performance, "now").mockReturnValue(0);
  });
  afterEach(() => clock.mockRestore());

  test("are read in one lookup with the first of them", async () => {
    const flows = new Flows(idsOf(4));
    const reader = new FlowLookup(flows.client);
    reader.expect(idsOf(4));
    for (const id of idsOf(4)) expect(versionOf(await reader.readComing(id))).toBe("1.0");
    expect(flows.asked).toEqual(["f0 f1 f2 f3"]);
  });

  test("are read again after five seconds", async () => {
    const flows = new Flows(idsOf(3));
    const reader = new FlowLookup(flows.client);
    reader.expect(idsOf(3));
    await reader.readComing("f0");
    flows.publish("f1", "2.0");
    flows.publish("f2", "2.0");
    clock.mockReturnValue(4999);
    expect(versionOf(await reader.readComing("f1"))).toBe("1.0");
    clock.mockReturnValue(5000);
    expect(versionOf(await reader.readComing("f2"))).toBe("2.0");
    expect(flows.asked).toEqual(["f0 f1 f2", "= f2"]);
  });

  test("are read anew when they are asked for a second time", async () => {
    const flows = new Flows(idsOf(2));
    const reader = new FlowLookup(flows.client);
    reader.expect(idsOf(2));
    await reader.readComing("f0");
    await reader.readComing("f1");
    flows.publish("f1", "2.0");
    expect(versionOf(await reader.readComing("f1"))).toBe("2.0");
    expect(versionOf(await reader.read("f1"))).toBe("2.0");
  });

  test("are never answered to other reads", async () => {
    const flows = new Flows(idsOf(2));
    const reader = new FlowLookup(flows.client);
    reader.expect(idsOf(2));
    await reader.readComing("f0");
    flows.publish("f1", "2.0");
    expect(versionOf(await reader.read("f1"))).toBe("2.0");
  });

  test("a lookup takes along as many as fit", async () => {
    const flows = new Flows(idsOf(130));
    const reader = new FlowLookup(flows.client);
    reader.expect(idsOf(130));
    for (const id of idsOf(130)) await reader.readComing(id);
    expect(flows.asked.map((asked) => asked.split(" ").length)).toEqual([100, 30]);
  });

  test("one that the lookup leaves out is read at its own address only when its turn comes", async () => {
    const flows = new Flows(["f0"]);
    const reader = new FlowLookup(flows.client);
    reader.expect(["f0", "gone"]);
    expect(versionOf(await reader.readComing("f0"))).toBe("1.0");
    expect(flows.asked).toEqual(["f0 gone"]);
    expect(await reader.readComing("gone")).toBeUndefined();
    expect(flows.asked).toEqual(["f0 gone", "= gone"]);
  });
});

describe("flows that were just published", () => {
  const isNew = (flow: FlowEntity) => versionOf(flow) === "2.0";
  const published = (reader: FlowLookup, ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => versionOf(await reader.readPublished(id, isNew))));

  test("share a lookup, which proves what it shows", async () => {
    const flows = new Flows(idsOf(3));
    for (const id of idsOf(3)) flows.publish(id, "2.0");
    expect(await published(new FlowLookup(flows.client), idsOf(3))).toEqual(["2.0", "2.0", "2.0"]);
    expect(flows.asked).toEqual(["f0 f1 f2"]);
  });

  test("are read at their own address where the lookup is late; then this run asks no more lookups for it", async () => {
    const flows = new Flows(idsOf(4));
    flows.publish("f0", "2.0");
    for (const id of ["f1", "f2", "f3"]) flows.publishLate(id, "2.0");
    const reader = new FlowLookup(flows.client);
    expect(await published(reader, ["f0", "f1"])).toEqual(["2.0", "2.0"]);
    expect(await published(reader, ["f2", "f3"])).toEqual(["2.0", "2.0"]);
    expect(flows.asked).toEqual(["f0 f1", "= f1", "= f2", "= f3"]);
  });

  test("are read once where no answer is new", async () => {
    const flows = new Flows(idsOf(2));
    const reader = new FlowLookup(flows.client);
    expect(await published(reader, ["f0"])).toEqual(["1.0"]);
    expect(await published(reader, ["f0", "f1"])).toEqual(["1.0", "1.0"]);
    expect(flows.asked).toEqual(["= f0", "f0 f1", "= f0", "= f1"]);
  });

  test("do not fail with a lookup for several", async () => {
    const flows = new Flows(idsOf(2));
    for (const id of idsOf(2)) flows.publish(id, "2.0");
    flows.failure = ({ path }) => (path.endsWith("/lookup") ? refused("server") : undefined);
    expect(await published(new FlowLookup(flows.client), idsOf(2))).toEqual(["2.0", "2.0"]);
    expect(flows.asked).toEqual(["f0 f1", "= f0", "= f1"]);
  });

  test("fail with the request for them alone, which is made once", async () => {
    const flows = new Flows(["f0"]);
    flows.failure = () => refused("permission");
    expect(await errorOf(() => published(new FlowLookup(flows.client), ["f0"]))).toMatchObject({ kind: "permission" });
    expect(flows.asked).toEqual(["= f0"]);
  });

  test("a deleted one is undefined", async () => {
    const flows = new Flows(["f0"]);
    expect(await published(new FlowLookup(flows.client), ["f0", "gone"])).toEqual(["1.0", undefined]);
  });
});

describe("names that a preview looks for", () => {
  const listing = (flows: Flows) => new FlowListing(flows.client, new FlowLookup(flows.client));
  const answers = async (flows: Flows, count: number) => {
    const listed = listing(flows);
    const found: (number | undefined)[] = [];
    for (let n = 0; n < count; n++) found.push((await listed.allForName())?.length);
    return found;
  };

  test.each<[string, number, (number | undefined)[], string[]]>([
    ["an empty organisation: one page", 0, [undefined, undefined, undefined, 0, 0], ["page 1"]],
    [
      "a small one: a search for the first three, then one page",
      20,
      [undefined, undefined, undefined, 20, 20],
      ["page 1"],
    ],
    [
      "a large one: its pages when they are not more than the searches so far",
      2600,
      [...Array.from({ length: 5 }, () => undefined), 2600],
      ["page 1", "page 2", "page 3", "page 4", "page 5", "page 6"],
    ],
  ])("%s", async (_case, count, found, asked) => {
    const flows = new Flows(idsOf(count));
    expect(await answers(flows, found.length)).toEqual(found);
    expect(flows.asked).toEqual(asked);
  });

  test("not from a listing before a change of this run", async () => {
    const flows = new Flows(idsOf(2));
    const listed = listing(flows);
    for (let n = 0; n < 4; n++) await listed.allForName();
    expect((await listed.all())?.length).toBe(2);
    listed.forget();
    expect(await listed.all()).toBeUndefined();
    expect(await listed.allForName()).toBeUndefined();
  });
});
