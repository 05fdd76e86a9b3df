// @ts-nocheck It runs in a browser, whose types this project does not load.
// Requests to this server. Each has the whole call; the server keeps nothing of it.

const token = document.querySelector("meta[name=phone-token]").content;

/** What a person reads when a request is refused. */
export class Refused extends Error {}

async function request(address, body) {
  const reply = await fetch(`/phone/${address}`, {
    headers: { "X-Phone-Token": token, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused(
      "The organisation is not served any more. Start `npm run flowctl -- org serve` again, and load this page again.",
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
