// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Text of the phone's display.

/** What the flow is doing or waiting for. */
export function statusText(line, { shown, clock }) {
  const waits = line.waits.find(({ fromMs, untilMs }) => fromMs <= clock.now && clock.now < untilMs);
  const text = waits ? waitingText(waits.accepts) : playingText(line.moments[shown - 1]);
  return clock.isPaused ? `Paused. ${text}` : text;
}

function waitingText({ digits, choices = [], text }) {
  if (digits) return `Waiting for ${digits.min === digits.max ? digits.max : `${digits.min} to ${digits.max}`} digits`;
  const keys = choices.flatMap(({ key, name }) => (key === undefined ? [] : `${key} ${name}`));
  if (keys.length > 0) return `Waiting for a key: ${keys.join(", ")}`;
  return text ? "Waiting for you to speak or write" : "Waiting for you";
}

function playingText(last) {
  if (last?.event === "waits") return last.music ? "Music" : "Waiting";
  return last?.event === "hears" ? "Speaking" : "Connected";
}
