import type { Organisation } from "../harness/organisation.ts";

/** What a person does in Architect to a call flow (packages/local-org/faults/README.md). */
export interface Edit {
  readonly flow: string;
  readonly change: "checkout" | "draft" | "publish" | "rename" | "delete";
  /** The name that a rename gives. */
  readonly to?: string;
  /** Texts in the flow -> what they become. */
  readonly replace?: Readonly<Record<string, string>>;
}

/** Ann does it, now. */
export async function editInArchitect(organisation: Organisation, { flow, ...edit }: Edit): Promise<void> {
  const fault = { do: { edit: { flow: { type: "inboundCall", name: flow }, by: "Ann", ...edit } } };
  const { entities } = await local<{ entities: { id: string }[] }>(organisation, "POST", { faults: [fault] });
  await organisation.flows(); // before the next request it is done
  for (const { id } of entities) {
    const { entities: now } = await local<{ entities: { id: string; problem?: string }[] }>(organisation, "GET");
    const problem = now.find((one) => one.id === id)?.problem;
    if (problem) throw new Error(`Ann could not ${edit.change} '${flow}': ${problem}`);
    await local(organisation, "DELETE", undefined, `/${id}`);
  }
}

async function local<Answer>(organisation: Organisation, method: string, body?: unknown, path = ""): Promise<Answer> {
  const response = await fetch(`${organisation.url}/_local/faults${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /_local/faults${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Answer;
}
