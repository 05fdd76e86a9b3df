import { connect } from "node:net";

/**
 * Ends this process when the engine that started the policy pack has ended. A killed engine cannot notify its packs,
 * and the language host between the two may keep running, or end without notifying them; the SDK's server would then
 * wait forever.
 *
 * It keeps a connection to the engine's port, which the system closes with the engine's process. The engine itself
 * closes an idle connection after some minutes; whether a new one can be opened then shows whether the engine still
 * runs.
 * @param address `host:port`, the last argument that a policy pack is started with
 */
export function endWithEngine(address: string): void {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (port === "") return; // started by a test or a person, not by an engine
  const hold = () => {
    const socket = connect({ host, port: Number(port) })
      .unref()
      .resume();
    let held = false;
    socket.once("connect", () => {
      held = true;
    });
    socket.on("error", () => undefined); // "close" follows
    socket.once("close", () => (held ? hold() : process.exit(0)));
  };
  hold();
}
