import { parseDocument } from "yaml";

/** Paths of a stand-in's embedded organisation, absolute. */
export interface StandInFiles {
  /** SQLite file of the organisation. */
  readonly organisation: string;
  readonly seed: string;
}

const PROVIDER = "genesyscloud:";
const FLOWS = "genesys-flows:flows";
/** Settings of a flow that name objects of the real organisation. */
const REAL_ONLY = ["import", "importedVersion", "taken"];
/** Settings for how Pulumi encrypts a stack's secrets. A stand-in has no secrets. */
const ENCRYPTION = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * The configuration of a stack for its stand-in. It has the same values, levels and flow settings, but uses the
 * embedded organisation and omits settings that name objects of the real organisation. Each secret is replaced with
 * `stand-in`, because only the real stack can decrypt secrets.
 * @param text content of `Pulumi.<stack>.yaml`
 */
export function standInConfiguration(text: string, { organisation, seed }: StandInFiles): string {
  const document = parseDocument(text);
  const data = (document.toJS() ?? {}) as { config?: Record<string, unknown> | null };
  const config = Object.entries(data.config ?? {})
    .filter(([key]) => !key.startsWith(PROVIDER))
    .map(([key, value]) => [key, key === FLOWS ? withoutImports(value) : withoutSecrets(value)]);
  const own = {
    ...data,
    config: {
      ...Object.fromEntries(config),
      [`${PROVIDER}region`]: "local",
      [`${PROVIDER}localOrganisation`]: organisation,
      [`${PROVIDER}localSeed`]: seed,
    },
  };
  for (const key of ENCRYPTION) delete (own as Record<string, unknown>)[key];
  return `${JSON.stringify(own, undefined, 2)}\n`;
}

function withoutImports(flows: unknown): unknown {
  if (!isRecord(flows)) return flows;
  const entries = Object.entries(flows).map(([key, settings]) => {
    if (!isRecord(settings)) return [key, settings];
    return [key, Object.fromEntries(Object.entries(settings).filter(([name]) => !REAL_ONLY.includes(name)))];
  });
  return Object.fromEntries(entries);
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  if (Object.keys(value).join() === "secure") return "stand-in";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
