import { type Html, html } from "@genesys-flows/architect/html";
import type { Query } from "../http/query.ts";
import type { LoggedRequest } from "../http/request-log.ts";
import type { Context } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import type { Page } from "./page.ts";
import { type Column, table } from "./table.ts";
import { mark } from "./words.ts";

const SHOWN = 200;

/** `/requests`: the request log, newest first, filtered by method, status and text. */
export function requestsPage({ store, query }: Context): Page {
  const filter = filterOf(query);
  const found = requestsLike(store, filter, SHOWN + 1);
  const shown = found.slice(0, SHOWN);
  const older = found.length > SHOWN ? shown.at(-1)?.seq : undefined;
  return {
    title: "Requests",
    body: html`
${filterForm(filter)}
<div class="log" data-follows>
${shown.length === 0 ? html`<p class="none">No request ${Object.values(filter).some((value) => value !== undefined) ? "matches" : "yet"}.</p>` : table({ labelledBy: "title", columns, groups: [shown] })}
</div>
<p class="pages">${filter.before !== undefined && html`<a href="${address({ ...filter, before: undefined })}">Newest</a> `}${older !== undefined && html`<a href="${address({ ...filter, before: older })}">Older</a>`}</p>`,
  };
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const STATUSES: Readonly<Record<string, string>> = { "2xx": "2xx done", "4xx": "4xx refused", "5xx": "5xx failed" };

function filterForm({ method, status, text }: RequestFilter): Html {
  const isOther = status !== undefined && !Object.hasOwn(STATUSES, status);
  const statuses = Object.entries(STATUSES).map(
    ([value, label]) => html`<option value="${value}"${value === status && html` selected`}>${label}</option>`,
  );
  return html`<form class="filter" role="search" action="/requests">
<label for="method">Method</label> <select id="method" name="method"><option value="">any</option>${METHODS.map((m) => html`<option${m === method && html` selected`}>${m}</option>`)}</select>
<label for="status">Status</label> <select id="status" name="status"><option value="">any</option>${statuses}${isOther && html`<option selected>${status}</option>`}</select>
<label for="text">Path, operation or client</label> <input id="text" name="text" type="search" value="${text ?? ""}">
<button>Filter</button> <a href="/requests">All</a>
<label class="follow" hidden><input type="checkbox" id="follow"> Follow</label>
</form>`;
}

function address(filter: RequestFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return `/requests?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`;
}

const columns: readonly Column<LoggedRequest>[] = [
  {
    title: "Time",
    cell: ({ at }) => html`<time datetime="${at}" data-form="seconds">${at.slice(0, 19).replace("T", " ")} UTC</time>`,
  },
  { title: "Method", cell: ({ method }) => html`<code>${method}</code>` },
  {
    title: "Path",
    cell: ({ path, query, operation, error, fault }) =>
      html`<code class="path">${path}${query && html`<span class="query">?${query}</span>`}</code>${operation && html` <small>${operation}</small>`}${error && html`<span class="error">${error}</span>`}${fault && html`<span class="error">fault on demand: ${fault}</span>`}`,
  },
  { title: "Status", cell: ({ status }) => statusMark(status) },
  { title: "ms", class: "number", cell: ({ ms }) => html`${ms.toFixed(1)}` },
  { title: "Client", cell: ({ client }) => (client == null ? undefined : html`${client}`) },
];

function statusMark(status: number): Html {
  if (status >= 500) return mark("failed", status);
  return mark(status >= 400 ? "refused" : "current", status);
}

interface RequestFilter {
  readonly method?: string;
  /** A status, or its first digit followed by `xx`. */
  readonly status?: string;
  /** A part of path, query, operation or client, ignoring case. */
  readonly text?: string;
  /** Limits the requests to those before this number. */
  readonly before?: number;
}

function filterOf(query: Query): RequestFilter {
  const before = query.integer("before", { default: 0 });
  return {
    method: query.get("method")?.toUpperCase(),
    status: query.get("status")?.toLowerCase(),
    text: query.get("text"),
    before: before > 0 ? before : undefined,
  };
}

/** The latest matching requests, newest first. */
function requestsLike(store: Store, { method, status, text, before }: RequestFilter, limit: number): LoggedRequest[] {
  const searched = ["path", "query", "operation", "client"].map((column) => `coalesce(${column}, '')`);
  const conditions = [
    ["method = ?", method],
    ["CAST(status AS TEXT) LIKE ?", status?.replaceAll("x", "_")],
    ["seq < ?", before],
    [`instr(lower(${searched.join(" || ' ' || ")}), ?) > 0`, text?.toLowerCase()],
  ].filter((one): one is [string, string | number] => one[1] !== undefined);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.map(([condition]) => condition).join(" AND ")}`;
  const values = conditions.map(([, value]) => value);
  return store.all<LoggedRequest>(`SELECT * FROM request_log ${where} ORDER BY seq DESC LIMIT ?`, ...values, limit);
}
