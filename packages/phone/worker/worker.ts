import { parentPort, workerData } from "node:worker_threads";
import { Desk, type DeskOptions } from "../desk/desk.ts";
import { Refusal } from "../desk/refusal.ts";
import type { Answered, Asked } from "./messages.ts";

const desk = new Desk(workerData as DeskOptions);
await desk.prepare();
parentPort?.postMessage("ready");

parentPort?.on("message", async (asked: Asked) => parentPort?.postMessage(await answered(asked)));

/** The thread serialises the response; the server only sends it. */
async function answered({ asks, body }: Asked): Promise<Answered> {
  try {
    return { status: 200, json: JSON.stringify(await answerTo(asks, body)) };
  } catch (error) {
    if (error instanceof Refusal) {
      const { status, message, mistakes } = error;
      return { status, json: JSON.stringify({ message, mistakes }) };
    }
    // For example, a text is too long for this machine, or expressions are nested too deeply.
    const message = `The call cannot be run: ${error instanceof Error ? error.message : String(error)}`;
    return { status: 422, json: JSON.stringify({ message }) };
  }
}

function answerTo(asks: Asked["asks"], body: unknown): unknown {
  switch (asks) {
    case "flows":
      return desk.flows();
    case "timeline":
      return desk.timeline(body);
    case "diagram":
      return desk.diagram(body);
    case "test":
      return desk.test(body, { save: false });
    case "save":
      return desk.test(body, { save: true });
  }
}
