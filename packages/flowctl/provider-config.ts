import { credentialVariables, SettingsError } from "@genesys-flows/platform";
import { pulumiConfig, type StackFile } from "./stack-file.ts";

const NAMESPACE = "genesyscloud:";

const variables: Readonly<Record<string, string>> = credentialVariables;

export interface ProviderConfig {
  readonly values: Readonly<Record<string, string>>;
  /** Names of encrypted entries, which only Pulumi can read. */
  readonly encrypted: readonly string[];
}

/** The provider's entries in a stack's file. @throws DiagnosticError for a file that is not YAML */
export function providerConfig(file: StackFile): ProviderConfig {
  const own = Object.entries(pulumiConfig(file)).flatMap(([key, value]) =>
    key.startsWith(NAMESPACE) ? [[key.slice(NAMESPACE.length), value] as const] : [],
  );
  const isEncrypted = (value: unknown) => typeof value === "object" && value !== null && "secure" in value;
  return {
    values: Object.fromEntries(
      own
        .filter(([, value]) => !isEncrypted(value))
        .map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
    ),
    encrypted: own.filter(([, value]) => isEncrypted(value)).map(([key]) => key),
  };
}

/**
 * The reason why a command cannot continue with encrypted entries: they are not credentials, or the credentials are not
 * in the environment.
 * @param error the configuration error without these entries
 */
export function unreadableConfig(
  { encrypted }: ProviderConfig,
  { file, error }: { readonly file: string; readonly error?: unknown },
): string | undefined {
  const lacksCredentials = error instanceof SettingsError && error.about === "credentials";
  const credentials = encrypted.filter((key) => key in variables);
  const others = encrypted.filter((key) => !(key in variables));
  const named = (keys: readonly string[]) =>
    `${keys.map((key) => `${NAMESPACE}${key}`).join(" and ")} ${keys.length > 1 ? "are" : "is"} encrypted in ${file}, and only Pulumi can read ${keys.length > 1 ? "them" : "it"}.`;
  if (others.length > 0) {
    return `${named(others)} Only credentials need encryption: set ${others.length > 1 ? "these" : "it"} again without --secret.`;
  }
  if (!lacksCredentials || credentials.length === 0) return undefined;
  return `${named(credentials)} For this command, set ${credentials.map((key) => variables[key]).join(" and ")} in the environment.`;
}
