import { html } from "@genesys-flows/architect/html";
import type { Usage } from "../directory.ts";
import { consumersOf } from "../flows/dependency-table.ts";
import { type FlowRow, flowById } from "../flows/flow-table.ts";
import type { Context } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { stackCell } from "./ownership.ts";
import type { Column } from "./table.ts";
import { checkedOutBy, kindTitle, objectLink, typeTitle, versionText } from "./words.ts";

/** Who uses an object: a flow with the version that does, or another object. */
export interface User extends Usage {
  readonly flow?: FlowRow;
  /** Of the flow: the published version where it uses the object, else the checked-in one. */
  readonly version?: number;
}

/** Who uses an object by the organisation's dependency tracking, flows first. An object does not use itself. */
export function usagesOf({ directory }: Pick<Context, "directory">, kind: string, id: string): Usage[] {
  const users = directory.usages(kind, id).filter((user) => user.id !== id);
  return [...users.filter((user) => user.kind === "flow"), ...users.filter((user) => user.kind !== "flow")];
}

/** Users of an object with the flows and their versions. */
export function usersOf(store: Store, id: string, usages: readonly Usage[]): User[] {
  const versions = Map.groupBy(usages.length === 0 ? [] : consumersOf(store, id), ({ flowId }) => flowId);
  return usages.map((user): User => {
    const flow = user.kind === "flow" ? flowById(store, user.id) : undefined;
    if (!flow) return user;
    const using = versions.get(flow.id)?.map(({ version }) => version) ?? [];
    const version = [flow.publishedVersion, flow.checkedInVersion].find((one) => one !== null && using.includes(one));
    return { ...user, flow, ...(version != null && { version }) };
  });
}

/** What is shown of a user. */
export const userColumns: readonly Column<User>[] = [
  { title: "Name", heads: true, cell: objectLink },
  { title: "Kind", class: "short", cell: ({ kind, flow }) => html`${flow ? typeTitle(flow.type) : kindTitle(kind)}` },
  { title: "Stack", class: "stack", cell: ({ flow }) => flow && stackCell(flow) },
  {
    title: "In version",
    class: "short",
    cell: ({ flow, version }) =>
      version === undefined
        ? undefined
        : html`<span class="version">${versionText(version)}</span>${version !== flow?.publishedVersion && html` <span class="note">checked in, not published</span>`}`,
  },
  { title: "Checked out by", cell: ({ flow }) => flow && checkedOutBy(flow) },
];
