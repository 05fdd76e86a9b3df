/** The content of the measured organisation before anything is published. */
export const organisation = { organisation: { name: "Measured" }, queues: [{ name: "Overflow" }] };

const MODULE_FILE = "modules/error-handler.yaml";

/**
 * One module and its callers: the content of each file below `flows/`.
 * @param text what the module says
 * @param team the owner of the flows: their names begin with it
 */
export function flowFiles(callers: number, text: string, team = ""): Record<string, string> {
  const names = Array.from({ length: callers }, (_, n) => `${team || "Line"} ${String(n + 1).padStart(3, "0")}`);
  return {
    [MODULE_FILE]: moduleText(text, team),
    ...Object.fromEntries(names.map((name) => [`inbound/${name.toLowerCase().replace(" ", "-")}.yaml`, caller(name)])),
  };
}

export function moduleFile(text: string, team = ""): readonly [file: string, text: string] {
  return [`flows/${MODULE_FILE}`, moduleText(text, team)];
}

function moduleText(text: string, team: string): string {
  return `commonModule: ${`${team} Error handler`.trim()}
channels: [inboundCall]
inputs: {reason: string}
start: sorry
nodes:
  sorry: {playAudio: ${JSON.stringify(text)}, then: done}
  done: {end: completed}
`;
}

function caller(name: string): string {
  return `inboundCall: ${name}
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: welcome
nodes:
  welcome: {playAudio: "Welcome to ${name}. Calls are recorded.", then: ask}
  ask:
    collectInput: {digits: {exact: 4}, into: Task.number, prompt: "Please enter your customer number."}
    on: {success: known, failure: apology}
  known:
    decision: =Task.number == "0000"
    on: {yes: goodbye, no: queue}
  queue: {transferToAcd: {queue: Overflow}, on: {failure: apology}}
  apology:
    callModule: error-handler
    inputs: {reason: "Nobody could take the call"}
    on: {completed: goodbye, error: goodbye}
  goodbye: {disconnect: {}}
`;
}
