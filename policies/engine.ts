import { connect } from "node:net";

/**
 * Ends this process when the engine that started the policy pack is gone. A killed engine cannot tell its packs, and the
 * language host between the two may live on or die before it has told them; the SDK's server would then wait for ever.
 *
 * A connection to the engine's port is held: the system closes it with the engine's process. The engine itself closes one
 * on which nothing is said, after minutes; then a new one tells whether it lives.
 *
 * @param address `host:port`, the last argument that a policy pack is started with
 */
export function endWithEngine(address: string): void {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (port === "") return; // not started by an engine: a test, or a person who looks
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
