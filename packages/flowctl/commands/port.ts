import { UsageError } from "../context.ts";

/** The port number in an option. @throws UsageError for an invalid port */
export function portOf(text: string): number {
  const port = Number(text);
  if (text.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`${text} is not a port. Give a whole number up to 65535, or 0 for any free port.`);
  return port;
}

/** The error to report if a server cannot start. */
export function startProblem(error: unknown, port: number): unknown {
  return (error as { code?: unknown }).code === "EADDRINUSE"
    ? new UsageError(`The port ${port} is in use. Choose another with --port, or 0 for any free port.`)
    : error;
}
