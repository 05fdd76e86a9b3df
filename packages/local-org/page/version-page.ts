import { html } from "@genesys-flows/architect/html";
import { exportVersion } from "../flows/export/export-flow.ts";
import { requireFlow } from "../flows/flow-table.ts";
import { requireVersion, versionsOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { diagram, source } from "./diagram.ts";
import type { Page } from "./frame.ts";
import { authorNameOf, flowPath, moment, typeTitle, versionPath, versionText } from "./words.ts";

/** `/flows/{flowId}/versions/{versionId}`: the diagram of a version and its export. */
export function versionPage(context: Context): Page {
  const { store, params } = context;
  const flow = requireFlow(store, params["flowId"], { deletedToo: true });
  const row = requireVersion(store, flow, params["versionId"] ?? "");
  const versions = versionsOf(store, flow.id).map(({ version }) => version);
  const at = versions.indexOf(row.version);
  const [newer, older] = [versions[at - 1], versions[at + 1]];
  return {
    kicker: typeTitle(flow.type),
    title: `${flow.name} ${versionText(row.version)}`,
    body: html`
<p class="crumbs"><a href="${flowPath(flow.id)}">${flow.name}</a>${
      older !== undefined &&
      html` · <a href="${versionPath(flow.id, older)}">← ${versionText(older)}</a> · <a href="${flowPath(flow.id)}/compare?from=${versionText(older)}&amp;to=${versionText(row.version)}">difference from ${versionText(older)}</a>`
    }${newer !== undefined && html` · <a href="${versionPath(flow.id, newer)}">${versionText(newer)} →</a>`}</p>
<p>${row.kind === "PUBLISH" ? "Published" : row.kind === "CHECKIN" ? "Checked in" : "Saved"} by ${authorNameOf(row.author)}, ${moment(row.publishedAt ?? row.checkedInAt ?? row.savedAt)}${
      row.version === flow.publishedVersion && html` <strong class="note">in use</strong>`
    }</p>
${diagram(context, flow, row.version)}
${source({ id: "export", title: "Export (Archy YAML)", text: exportVersion(context, flow, row) })}`,
  };
}
