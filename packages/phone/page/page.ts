import { type Html, html } from "@genesys-flows/architect/html";
import { assetPath } from "./assets.ts";

/** The page at `/phone`. */
export function phonePage({ token, canSave }: { readonly token: string; readonly canSave: boolean }): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="phone-token" content="${token}">
<title>Phone</title>
<link rel="stylesheet" href="${assetPath("style.css")}">
<script src="${assetPath("script.js")}" defer></script>
</head>
<body>
<main id="content"${canSave && html` data-saves`}><h1>Phone</h1></main>
</body>
</html>
`;
}
