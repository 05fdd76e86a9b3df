import { flowTypeOfApi } from "@genesys-flows/architect";
import { contextOf } from "@genesys-flows/cli";
import { FlowPlatform } from "@genesys-flows/platform";
import type { FlowProject } from "@genesys-flows/project";
import { LiveFlows } from "../../../packages/flowctl/live/live-flows.ts";
import type { CallerRow } from "../../../packages/flowctl/verify/finding.ts";
import { moduleAnswer } from "../../../packages/flowctl/verify/module-checks.ts";
import type { StackChecks } from "../../../packages/flowctl/verify/stack-checks.ts";
import { platformPatience } from "../../../packages/platform/client/waiting.ts";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { impatientClient } from "../../provider/harness/impatient.ts";
import { callOf, greeter, inbound, SEED } from "../flows/documents.ts";
import { endAll, started } from "../support/organisation.ts";
import { headings, pageAt, section, seen } from "./pages.ts";

afterAll(endAll);

test("the page lists the callers of a module as `flowctl verify --module` does", async () => {
  const me = (await started({ seedText: SEED })).client;
  const mark = `managed by contact-centre/prod/inbound/day ${"a".repeat(64)}`;
  const module = await me.published(greeter());
  await me.published(
    inbound("Day", [callOf()]).replace("\n  name:", `\n  description: ${JSON.stringify(mark)}\n  name:`),
  );
  const night = await me.published(inbound("Night", [callOf()]));
  await me.published(greeter({ say: "Good day." }));
  await me.published(inbound("Weekend", [callOf()]));
  await me.ok("POST", `/api/v2/flows/actions/checkout?flow=${night.id}`);

  const callers = section((await pageAt(`${me.url}/flows/${module.id}`)).text, "callers");
  expect(headings(callers)).toEqual(["Flow", "Type", "Stack", "Version held", "Stale since", "Checked out by"]);
  const rows = callers.split("<tr").slice(2);
  expect(rows.map(cells)).toEqual((await verified(me, module.id)).map(expectedCells));
});

/** What verify answers about the callers of a module. */
async function verified({ url, token }: OrganisationClient, id: string): Promise<readonly CallerRow[]> {
  const { hostname: host, port } = new URL(url);
  const gateway = { protocol: "http" as const, host, port: Number(port) };
  const client = await impatientClient(gateway, { credentials: { token }, patience: platformPatience });
  const live = await LiveFlows.read({ client });
  const { callers } = await moduleAnswer(
    {
      stack: { project: "contact-centre", stack: "prod", flows: new FlowPlatform(client) } as StackChecks["stack"],
      project: { flows: [] as unknown } as FlowProject,
      live,
      key: undefined,
      module: live.get(id) as never,
      contract: undefined,
    },
    contextOf({ root: "/nowhere", out: () => {}, err: () => {} }),
  );
  return callers;
}

function expectedCells({ name, type, owner, held, staleSince, lockedBy }: CallerRow): string[] {
  return [
    name,
    flowTypeOfApi(type)?.title ?? "",
    owner ?? "",
    `${held} ${staleSince === undefined ? "● current" : "▲ STALE"}`,
    staleSince ?? "",
    lockedBy === undefined ? "" : `■ ${lockedBy}`,
  ];
}

/** The cells of a row as text, a time as its moment. */
function cells(row: string): string[] {
  return [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(
    ([, cell = ""]) =>
      /datetime="([^"]+)"/.exec(cell)?.[1] ?? seen(cell.replace("<wbr>", "")).trim().replace("/ ", "/"),
  );
}
