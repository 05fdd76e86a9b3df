import { html } from "@genesys-flows/architect/html";
import type { Page } from "@genesys-flows/local-org";
import { assetPath } from "./assets.ts";

const KEYS = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", "star"],
  ["0", "+"],
  ["#", "pound"],
] as const;

/** The page at `/phone`. The script in `assets/` fills in everything that changes, as text. */
export function phonePage({ token, canSave }: { readonly token: string; readonly canSave: boolean }): Page {
  return {
    title: "Phone",
    head: html`<meta name="phone-token" content="${token}">
<link rel="stylesheet" href="${assetPath("style.css")}">
<script type="module" src="${assetPath("script.js")}"></script>`,
    body: html`<noscript><p class="advice">The phone needs JavaScript.</p></noscript>
<p class="advice" id="problem" role="alert" hidden></p>
<div class="desk">
<section class="phone" aria-label="Phone">
<form id="dial">
<label for="target">Call</label>
<select id="target" required></select>
<p class="holds" id="holds"></p>
<button class="call" id="call" type="submit"><span aria-hidden="true">✆</span> Call</button>
</form>
<div class="display"><p id="who">No call</p><p id="time" class="version" aria-hidden="true">0:00</p><p id="status" role="status"></p></div>
<div class="keypad" id="keypad" role="group" aria-label="Keypad">${KEYS.map(
      ([key, letters]) =>
        html`<button type="button" data-key="${key}" disabled>${key}${letters && html`<small aria-hidden="true">${letters}</small>`}</button>`,
    )}</div>
<form id="speak" hidden>
<label for="words" id="words-label">Say</label>
<textarea id="words" rows="1"></textarea>
<button type="submit">Send</button>
</form>
<button class="hang-up" id="hang-up" type="button" disabled><span aria-hidden="true">✆</span> Hang up</button>
<div class="clock" role="group" aria-label="Clock of the call">
<button type="button" id="pause" disabled aria-pressed="false">Pause</button>
<button type="button" id="skip" disabled>Skip</button>
<button type="button" id="fast" aria-pressed="false">10×</button>
<button type="button" id="sound" aria-pressed="true">Sound</button>
</div>
</section>
<section class="talk" aria-labelledby="talk-title">
<h2 id="talk-title">Conversation</h2>
<div class="log" role="log" aria-labelledby="talk-title" tabindex="0"><ol id="talk"></ol></div>
<form id="answer" class="answer" hidden></form>
<div class="keep" id="keep" hidden>
<form id="test">
<label for="test-name">Save as test</label>
<input id="test-name" required maxlength="120" placeholder="what happens in this call">
<button type="submit" value="copy">Copy test</button>
${canSave && html`<button type="submit" value="save">Save to the checkout</button>`}
</form>
<button type="button" id="share">Copy link to this call</button>
<p id="kept" role="status"></p>
<details id="kept-text" hidden><summary>The test</summary><pre tabindex="0"></pre></details>
</div>
<details class="history"><summary>Calls in this session</summary><ol id="history"></ol></details>
</section>
<section class="insight" aria-label="What happens inside">
<details open><summary>Position in the flow</summary><p id="present" class="none">No call yet.</p><div id="diagram" tabindex="0" role="region" aria-label="Diagram of the flow"></div></details>
<details open><summary>Variables</summary><dl id="variables" class="pairs"></dl></details>
<details open><summary>Requests from the flow</summary><ol id="asked"></ol></details>
<details><summary>The world around the call</summary><form id="world"></form></details>
</section>
</div>`,
  };
}
