import { type Html, html } from "@genesys-flows/architect/html";
import type { Context } from "../http/route.ts";
import { nounOf } from "../resources/references.ts";
import { listResources } from "../resources/resource-table.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import type { Store } from "../store/store.ts";
import type { Page } from "./frame.ts";
import { count } from "./words.ts";

/** `/organisation`: its name, addresses and content other than flows. */
export function organisationPage({ store, baseUrl, config }: Context): Page {
  const row = organisationOf(store) as OrganisationRow;
  const clients = store.all<{ id: string; name: string; userName: string | null }>(
    "SELECT id, name, userName FROM oauth_client ORDER BY id",
  );
  return {
    title: "Organisation",
    body: html`
<dl class="facts">
<div><dt>Name</dt><dd>${row.name}</dd></div>
<div><dt>Id</dt><dd><code>${row.id}</code></dd></div>
<div><dt>Country and language</dt><dd>${row.countryCode}, ${row.language}</dd></div>
<div><dt>API</dt><dd><code>${baseUrl}/api/v2</code></dd></div>
<div><dt>Token</dt><dd><code>${baseUrl}/oauth/token</code></dd></div>
<div><dt>Duration of jobs</dt><dd>${config.jobDurationMs} ms</dd></div>
<div><dt>Store</dt><dd><code>${store.file}</code></dd></div>
</dl>
<section aria-labelledby="holds"><h2 id="holds">Other content</h2>
<dl class="facts">${fact(
      count(clients.length, "OAuth client"),
      clients.map(
        ({ id, name, userName }) =>
          html`<code>${id}</code>${name !== id && html` ${name}`}${userName !== null && html`, acts for ${userName}`}`,
      ),
    )}${kinds(store).map((kind) => things(store, kind))}</dl></section>`,
  };
}

function kinds(store: Store): string[] {
  return store.all<{ kind: string }>("SELECT DISTINCT kind FROM resource ORDER BY kind").map(({ kind }) => kind);
}

/** Beyond this many, a list is folded. */
const OPEN = 40;

function things(store: Store, kind: string): Html {
  const all = listResources(store, kind);
  return fact(
    count(all.length, title(kind)),
    all.map(({ name }) => html`${name}`),
  );
}

function fact(term: string, names: readonly Html[]): Html {
  const list = html`<ul class="names">${names.map((name) => html`<li>${name}</li>`)}</ul>`;
  return html`<div><dt>${term}</dt><dd>${names.length > OPEN ? html`<details><summary>Names</summary>${list}</details>` : list}</dd></div>`;
}

function title(kind: string): string {
  return kind === "ivr" ? "IVR" : kind === "didPool" ? "DID pool" : nounOf(kind);
}
