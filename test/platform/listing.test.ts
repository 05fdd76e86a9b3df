import type { PlatformClient } from "../../packages/platform/client/platform-client.ts";
import { FlowPlatform } from "../../packages/platform/flows/platform.ts";

const PAGE = 500;

/** A platform with this number of flows that counts what it is asked. */
function platformOf(count: number): { readonly flows: FlowPlatform; readonly asked: string[] } {
  const all = Array.from({ length: count }, (_, n) => ({ id: `id-${n}`, name: `Line ${n}`, type: "INBOUNDCALL" }));
  const asked: string[] = [];
  const call = async ({ path, query }: { path: string; query: Record<string, unknown> }) => {
    asked.push(path);
    const ids = query["id"] as readonly string[] | undefined;
    const first = (Number(query["pageNumber"]) - 1) * PAGE;
    const entities = ids ? all.filter(({ id }) => ids.includes(id)) : all.slice(first, first + PAGE);
    return { entities, pageCount: Math.ceil(count / PAGE) };
  };
  return { flows: new FlowPlatform({ call } as unknown as PlatformClient), asked };
}

const LISTING = "/api/v2/flows";
const LOOKUP = "/api/v2/flows/lookup";

/** A preview asks for all flows of its stack at once. */
test.each([
  ["all 5 of 5", 5, [0, 1, 2, 3, 4], [LISTING]],
  ["all 1,000 of 1,000", 1000, Array.from({ length: 1000 }, (_, n) => n), [LISTING, LISTING]],
  ["the first 5 of 5,000", 5000, [0, 1, 2, 3, 4], [LISTING]],
  ["5 on the last page of 5,000", 5000, [4990, 4991, 4992, 4993, 4994], [LISTING, LOOKUP]],
])("%s flows: the fewest requests", async (_, count, wanted, expected) => {
  const { flows, asked } = platformOf(count);
  await flows.beginListing();
  const found = await Promise.all(wanted.map((n) => flows.readListed(`id-${n}`)));
  expect(found.map((flow) => flow?.name)).toEqual(wanted.map((n) => `Line ${n}`));
  expect(asked).toEqual(expected);
});
