// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Requests to the server. Each contains the whole call; the server is stateless.

const token = document.querySelector("meta[name=phone-token]").content;

/** A refused request, with its message for the user. */
export class Refused extends Error {}

async function request(address, body) {
  const reply = await fetch(`/phone/${address}`, {
    headers: { "X-Phone-Token": token, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused(
      "The server no longer responds. Restart it with `npm run flowctl -- org serve`, then reload this page.",
    );
  });
  const answer = await reply.json();
  if (reply.ok) return answer;
  const mistakes = (answer.mistakes ?? []).map(({ path, message }) => `${path}: ${message}`);
  throw Object.assign(new Refused([answer.message, ...mistakes].join(" ")), { status: reply.status });
}

export const flows = () => request("flows");
export const timeline = (call) => request("timeline", call);
export const diagram = (call, place) => request("diagram", { ...call, place });
export const test = (call, { save, ...more }) => request(save ? "test?save" : "test", { ...call, ...more });
