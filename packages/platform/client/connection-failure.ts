interface ConnectionFailure {
  /** `certificate`: a retry would fail in the same way. */
  readonly kind: "network" | "certificate" | "unexpected-answer";
  readonly text: string;
}

interface Row extends Pick<ConnectionFailure, "kind"> {
  readonly codes: readonly string[];
  readonly cause: string;
  readonly fix: string;
}

/** Codes of Node's name resolution, sockets, TLS and HTTP parser, and of axios. A code that ends in `_` is a prefix. */
const rows: readonly Row[] = [
  {
    kind: "network",
    codes: ["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME", "EAI_FAIL"],
    cause: "The host's name cannot be resolved",
    fix: "Check the region, the gateway and the network (VPN, DNS).",
  },
  {
    kind: "network",
    codes: ["ECONNREFUSED"],
    cause: "Nothing is listening at this address",
    fix: "Check the region and the gateway.",
  },
  {
    kind: "network",
    codes: ["EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "EADDRNOTAVAIL"],
    cause: "There is no route to this address",
    fix: "Check the network (VPN, routes), the region and the gateway.",
  },
  {
    kind: "network",
    codes: ["ECONNABORTED", "ETIMEDOUT", "ESOCKETTIMEDOUT", "ERR_CANCELED", "UND_ERR_CONNECT_TIMEOUT"],
    cause: "The request timed out",
    fix: "The platform, or a proxy or firewall in front of it, is slow or does not respond. Retry.",
  },
  {
    kind: "network",
    codes: ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"],
    cause: "The connection was closed before the response was complete",
    fix: "Retry. If it fails again, check proxies and firewalls.",
  },
  {
    kind: "certificate",
    codes: [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "UNABLE_TO_GET_ISSUER_CERT",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    ],
    cause: "The server's certificate is not trusted",
    fix: "Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to the certificate file of its authority. Without such a proxy, this server is not the platform.",
  },
  {
    kind: "certificate",
    codes: ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"],
    cause: "The server's certificate is not valid at this time",
    fix: "Check this machine's clock. If it is correct, the server or the proxy in front of it needs a new certificate.",
  },
  {
    kind: "certificate",
    codes: ["ERR_TLS_CERT_ALTNAME_INVALID"],
    cause: "The server's certificate is for a different host",
    fix: "Check the region and the gateway. A proxy that inspects TLS may respond in place of the host.",
  },
  {
    kind: "certificate",
    codes: ["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG"],
    cause: "The server does not speak TLS as expected",
    fix: "Check the protocol and port of the gateway (genesyscloud:gateway, GENESYSCLOUD_GATEWAY_PROTOCOL, _PORT).",
  },
  {
    kind: "unexpected-answer",
    codes: ["ERR_BAD_RESPONSE", "ERR_FR_TOO_MANY_REDIRECTS"],
    cause: "The server that responded is not the platform",
    fix: "Check the region, the gateway and any proxies.",
  },
  {
    // Codes of Node's HTTP parser. The server responds, but not in HTTP.
    kind: "unexpected-answer",
    codes: ["HPE_"],
    cause: "The server that responded does not speak HTTP",
    fix: "Check the protocol, host and port of the gateway.",
  },
];

/** @param error the HTTP client's error; its code, or its cause's code, identifies the failure */
export function connectionFailure(error: unknown): ConnectionFailure & { readonly code: string | undefined } {
  const code = codeOf(error);
  const said = saidBy(error);
  const row = rows.find(({ codes }) => codes.some((one) => (one.endsWith("_") ? code?.startsWith(one) : one === code)));
  if (!row) return { kind: "network", code, text: `The connection failed (${code ?? "no code"}: ${said}).` };
  return { kind: row.kind, code, text: `${row.cause} (${said}). ${row.fix}` };
}

function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && code !== "") return code;
  }
  return undefined;
}

/**
 * The first message of an error, its parts or its causes. An error about several addresses has its messages in its
 * parts.
 */
function saidBy(error: unknown): string {
  const { message, errors, cause, code } = (error ?? {}) as {
    message?: unknown;
    errors?: unknown;
    cause?: unknown;
    code?: unknown;
  };
  const parts = Array.isArray(errors) ? [...new Set(errors.map(saidBy))].join("; ") : "";
  const own = typeof message === "string" ? message : "";
  if (own !== "" && own !== "Error" && own !== "fetch failed") return own;
  if (parts !== "") return parts;
  if (cause !== undefined && cause !== null) return saidBy(cause);
  return typeof code === "string" ? code : String(error);
}
