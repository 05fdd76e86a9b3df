import { Html, html } from "@genesys-flows/architect/html";
import { hashSource, mermaidScript, ownAssets } from "./assets.ts";

export interface PageOptions {
  readonly title: string;
  readonly content: Html;
  /**
   * Whether the page has diagrams (`details.diagram`), which are drawn when opened. A page without diagrams does not
   * contain Mermaid.
   */
  readonly hasDiagrams: boolean;
  readonly hasRecordings?: boolean;
  /** Whether the page has conversations to play. */
  readonly hasPlayback?: boolean;
  /** Set for a served page. The page reloads itself when the event stream `changes` sends a different version. */
  readonly live?: { readonly version: number; readonly changes: string } | undefined;
}

/**
 * Renders a self-contained HTML page. Its security policy forbids external requests. All text is readable without
 * scripts.
 */
export function htmlPage({
  title,
  content,
  hasDiagrams,
  hasRecordings = false,
  hasPlayback = false,
  live,
}: PageOptions): string {
  const own = ownAssets({ hasPlayback });
  const scripts = [...(hasDiagrams ? [mermaidScript()] : []), ...own.scripts];
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(hashSource).join(" ")}`,
    // Mermaid adds inline styles to its drawings.
    "style-src 'unsafe-inline'",
    "img-src data:",
    ...(hasRecordings ? ["media-src data:"] : []),
    ...(live ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!doctype html>
<html lang="en"${live && html` data-version="${live.version}" data-changes="${live.changes}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(own.style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<main id="content" tabindex="-1">
${content}
</main>
${scripts.map((one) => html`<script>${new Html(one)}</script>\n`)}</body>
</html>
`.text;
}

/** A diagram that is drawn when it is opened. Before that, or without scripts, the Mermaid source is shown. */
export function diagramHtml(diagram: string, name: string): Html {
  return html`<details class="diagram"><summary>Diagram</summary><div class="drawing" role="img" aria-label="Diagram of ${name}"></div><pre tabindex="0"><code>${diagram}</code></pre></details>`;
}
