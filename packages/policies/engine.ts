import { connect } from "node:net";

/**
 * Ends this process when the engine that started the policy pack has ended. A killed engine cannot notify its packs.
 * The language host between engine and pack may keep running, or end without notifying the pack. The SDK's server would
 * then wait forever.
 *
 * The function keeps a connection to the engine's port. The system closes the connection when the engine's process
 * ends. The engine itself closes an idle connection after some minutes. If a new connection can then be opened, the
 * engine is still running.
 * @param address `host:port`, the last command-line argument of a policy pack
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
