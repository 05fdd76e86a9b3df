import type { Organisation } from "../harness/organisation.ts";

/** What a person does in Architect to a flow (packages/local-org/faults/README.md). */
export interface Edit {
  readonly flow: string;
  /** Default: a call flow. */
  readonly type?: "commonModule";
  readonly change: "checkout" | "draft" | "publish" | "rename" | "delete";
  /** The name that a rename gives. */
  readonly to?: string;
  /** Texts in the flow -> what they become. */
  readonly replace?: Readonly<Record<string, string>>;
}

/** Ann does it, now. */
export async function editInArchitect(organisation: Organisation, { flow, type, ...edit }: Edit): Promise<void> {
  const { client } = organisation;
  const faults = await client.addFaults({
    faults: [{ do: { edit: { flow: { type: type ?? "inboundCall", name: flow }, by: "Ann", ...edit } } }],
  });
  await organisation.flows(); // before the next request it is done
  for (const { id } of faults) {
    const problem = (await client.faults()).find((one) => one.id === id)?.problem;
    if (problem) throw new Error(`Ann could not ${edit.change} '${flow}': ${problem}`);
    await client.removeFaults(id);
  }
}
