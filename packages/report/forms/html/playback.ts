import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import type { NoticedCause, Played, PlayedStep, Report } from "../../model/report.ts";
import { playedSide, playedTime, playedWords } from "../../words/played.ts";
import { marked, phraseHtml } from "./flow.ts";

/**
 * Shortest and longest time that the player shows a step, in milliseconds. Within these limits, a step takes as long as
 * in the conversation.
 */
const [SHORTEST, LONGEST] = [700, 8_000];
const SPEEDS = [1, 2, 5, 10];

/** A conversation with both versions, step by step in two columns, played by `playback.js`. */
export function playbackHtml(cause: NoticedCause, report: Report): Html | undefined {
  const { played } = cause;
  if (!played) return undefined;
  const { steps, flow } = played;
  return html`<details class="playback"><summary>Both versions, step by step</summary>
<div class="player" role="group" aria-label="A conversation with ${flow.name}, before and after">
<div class="controls" hidden><button type="button" data-does="restart">Restart</button><button type="button" data-does="back">Back</button><button type="button" data-does="play">Play</button><button type="button" data-does="step">Step</button><label>Speed <select>${SPEEDS.map(
    (speed) => html`<option value="${speed}">${speed}×</option>`,
  )}</select></label><label class="speech" hidden><input type="checkbox" name="speech"> Read aloud</label><span class="progress" aria-hidden="true"></span><span class="said" role="status"></span></div>
<div class="heads">${(["before", "after"] as const).map(
    (side) => html`<p><span class="label">${LABELS[side]}</span> ${phraseHtml(playedSide(played, side, report))}</p>`,
  )}</div>
<ol>${steps.map((step, index) => rowHtml(step, steps[index + 1], cause))}</ol>${leftOut(played.leftOut)}
</div></details>`;
}

const LABELS = { both: "Both", before: "Before", after: "After" } as const;
type Row = Played["steps"][number];

function rowHtml({ isFirst, leftOut: left, ...row }: Row, next: Row | undefined, cause: NoticedCause): Html {
  const texts = textsOf(row, cause);
  const cell = (side: keyof typeof LABELS) => {
    const step = row[side];
    return (
      step &&
      html`<div class="cell ${side}"><span class="side-name">${LABELS[side]} </span>${stepHtml(step, texts[side], cause)}</div>`
    );
  };
  const lasts = next === undefined ? 0 : Math.min(Math.max(beginOf(next) - beginOf(row), SHORTEST), LONGEST);
  return html`<li${isFirst && html` class="first"`} data-ms="${lasts}">${leftOut(left)}${
    isFirst && html`<p class="here">First difference</p>`
  }<span class="time">${playedTime(beginOf(row))}</span>${cell("both")}${cell("before")}${cell("after")}</li>
`;
}

const beginOf = ({ both, before, after }: Row) => Math.max(...[both, before, after].map((step) => step?.atMs ?? 0));

/** The texts of a row, with differing words marked. */
function textsOf(
  { both, before, after }: Row,
  cause: NoticedCause,
): Readonly<Partial<Record<keyof typeof LABELS, Html>>> {
  const [is, was, now] = [both, before, after].map((step) => step && playedWords(step, cause).text);
  if (was === undefined || now === undefined || before?.does !== after?.does || was === now)
    return { both: html`${is}`, before: html`${was}`, after: html`${now}` };
  const [from, to] = marked(was, now);
  return { before: html`<del>${from}</del>`, after: html`<ins>${to}</ins>` };
}

function stepHtml(step: PlayedStep, text: Html | undefined, cause: NoticedCause): Html {
  const { does, node, flow } = step;
  const place = [flow, node].filter((one) => one !== undefined).join(", ");
  return html`<span class="does">${playedWords(step, cause).label}</span> <span class="words"${does === "hears" && html` data-spoken`}>${text}</span>${
    place !== "" && html` <small>${place}</small>`
  }`;
}

function leftOut(steps: number | undefined): Html | undefined {
  return steps === undefined ? undefined : html`<p class="left-out">${count(steps, "step")} left out</p>`;
}
