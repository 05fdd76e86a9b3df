import { ApiError } from "./api-error.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Keeps web pages of other origins out: the Host must be a loopback name (a foreign one means DNS rebinding), and a
 * write with an Origin of another host is refused. @throws ApiError 403
 */
export function guardOrigin(method: string, headers: Readonly<Record<string, string>>): void {
  const host = headers["host"] ?? "";
  if (!LOOPBACK.has(host.replace(/:\d+$/, "").toLowerCase())) {
    throw new ApiError(
      403,
      "local.foreign.host",
      `This organisation answers on the loopback interface only, not as '${host}'.`,
    );
  }
  const origin = headers["origin"];
  if (READS.has(method) || origin === undefined) return;
  if (origin !== `http://${host}`) {
    throw new ApiError(403, "local.cross.origin", `A write from the origin '${origin}' is refused.`);
  }
}
