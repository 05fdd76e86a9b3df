import { type Html, html } from "@genesys-flows/architect/html";
import type { Context } from "../http/route.ts";
import { callRoutes } from "../services/call-routes.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import type { Store } from "../store/store.ts";
import { contentOf, fact, isUsed, kindFact, kindTable } from "./content-list.ts";
import type { Page } from "./frame.ts";
import { routeColumnsWithFlow } from "./numbers.ts";
import { table } from "./table.ts";
import { count, folded } from "./words.ts";

/** `/organisation`: its name and addresses, which number leads where, and all content but flows with those that use it. */
export function organisationPage(context: Context): Page {
  const { store, baseUrl, config } = context;
  const row = organisationOf(store) as OrganisationRow;
  const content = contentOf(context);
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
${numbers(store)}
${content.filter(isUsed).map(kindTable)}
<section aria-labelledby="holds"><h2 id="holds">Other content</h2>
<dl class="facts">${clients(store)}${content.filter((kind) => !isUsed(kind)).map(kindFact)}</dl></section>`,
  };
}

function numbers(store: Store): Html | undefined {
  const groups = [...Map.groupBy(callRoutes(store), ({ ivr }) => ivr.id).values()];
  if (groups.length === 0) return undefined;
  return html`<section aria-labelledby="numbers"><h2 id="numbers">Numbers, and where they lead <small>${count(groups.length, "IVR")}</small></h2>
${folded({ length: groups.length, list: table({ labelledBy: "numbers", columns: routeColumnsWithFlow(store), groups }) })}</section>`;
}

function clients(store: Store): Html {
  const all = store.all<{ id: string; name: string; userName: string | null }>(
    "SELECT id, name, userName FROM oauth_client ORDER BY id",
  );
  return fact(
    count(all.length, "OAuth client"),
    all.map(
      ({ id, name, userName }) =>
        html`<code>${id}</code>${name !== id && html` ${name}`}${userName !== null && html`, acts for ${userName}`}`,
    ),
  );
}
