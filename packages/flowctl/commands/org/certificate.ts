import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createSecureContext } from "node:tls";
import { type Context, UsageError } from "../../context.ts";

/** Folder of the test authority and the server's certificate, relative to the project. */
const FOLDER = ".genesys/tls";
/** A certificate that expires sooner than this is replaced. */
const LEAST_LEFT_MS = 24 * 3600 * 1000;
const DAYS = 397;

/** The certificate of an HTTPS server on this machine, and the authority that makes a client trust it. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
  /** File of the certificate authority, for NODE_EXTRA_CA_CERTS; undefined if the caller supplies a certificate. */
  readonly authority?: string;
}

/**
 * The given certificate; otherwise one for localhost and 127.0.0.1, signed by a test authority of this project, which
 * is created on first use. Calls `openssl`, because Node cannot create certificates, and a library would add a dozen
 * packages only for tests.
 * @throws UsageError if the files are invalid or `openssl` is missing
 */
export function serverCertificate(given: { cert?: string; key?: string }, context: Context): ServerCertificate {
  if (given.cert !== undefined && given.key !== undefined) {
    const own = { cert: textOf(given.cert, context), key: textOf(given.key, context) };
    try {
      createSecureContext(own);
    } catch (error) {
      throw new UsageError(`The certificate and its key cannot be used: ${(error as Error).message}.`);
    }
    return own;
  }
  const folder = join(context.root, FOLDER);
  const authority = join(folder, "authority.pem");
  const cert = join(folder, "server.pem");
  const key = join(folder, "server.key");
  if (!isValid(cert, authority) || !existsSync(key)) makeCertificate(folder);
  return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8"), authority };
}

function textOf(file: string, context: Context): string {
  try {
    return readFileSync(resolve(context.root, file), "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function isValid(cert: string, authority: string): boolean {
  if (!existsSync(cert) || !existsSync(authority)) return false;
  const issuer = new X509Certificate(readFileSync(authority));
  const own = new X509Certificate(readFileSync(cert));
  const ends = Math.min(Date.parse(own.validTo), Date.parse(issuer.validTo));
  return own.verify(issuer.publicKey) && ends - Date.now() > LEAST_LEFT_MS;
}

const settings = `[req]
distinguished_name = name
prompt = no
[name]
CN = Test authority of an embedded organisation
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
`;

/**
 * Creates, in a temporary folder, an authority and a certificate signed by it. The temporary folder then replaces the
 * old folder. Deletes the authority's key.
 */
function makeCertificate(folder: string): void {
  mkdirSync(join(folder, ".."), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    const file = (name: string): string => join(fresh, name);
    writeFileSync(file("settings"), settings);
    const [days, from] = [
      ["-days", String(DAYS), "-sha256"],
      ["-config", file("settings")],
    ];
    for (const name of ["authority", "server"]) {
      openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file(`${name}.key`)]);
    }
    const authority = ["-key", file("authority.key"), "-extensions", "authority", "-out", file("authority.pem")];
    openssl(["req", "-x509", "-new", ...authority, ...days, ...from]);
    const request = ["-key", file("server.key"), "-subj", "/CN=localhost", "-out", file("request")];
    openssl(["req", "-new", ...request, ...from]);
    const issuer = ["-CA", file("authority.pem"), "-CAkey", file("authority.key"), "-set_serial", `${Date.now()}`];
    const signed = ["-extfile", file("settings"), "-extensions", "server", "-out", file("server.pem")];
    openssl(["x509", "-req", "-in", file("request"), ...issuer, ...days, ...signed]);
    for (const name of ["authority.key", "request", "settings"]) rmSync(file(name));
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** @throws UsageError with the program's output */
function openssl(args: readonly string[]): void {
  const { status, stderr, error } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status === 0) return;
  const said = error ? error.message : stderr.trim();
  throw new UsageError(
    `The program openssl, which creates the test certificate, failed: ${said}. Install it, or specify a certificate with --cert FILE --key FILE.`,
  );
}
