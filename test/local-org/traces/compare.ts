type Json = Record<string, unknown>;

/** Fields that are the server's own matter: times, addresses, and counts of what a recording did not ask for. */
const OWN = new Set([
  ...["dateCreated", "dateModified", "createdBy", "contextId", "selfUri", "mediaUri", "uploadUri", "presignedUrl"],
  ...["headers", "durationSeconds", "total", "pageCount", "messages", "dateTime", "publishedVersion", "jobId"],
]);

/** The recorded server said VALID, which the platform's description does not know; no client reads it. */
const MADE_UP = /mailFromSettings\.status$/;

/** What of a recorded answer the actual one does not have or has otherwise. More fields than recorded are no difference. */
export function differences(recorded: unknown, actual: unknown, path = ""): string[] {
  if (Array.isArray(recorded)) {
    if (!Array.isArray(actual)) return [`${path} is no list`];
    return recorded.flatMap((item, index) => {
      const id = (item as Json | null)?.["id"];
      const same = id === undefined ? actual[index] : actual.find((other) => (other as Json | null)?.["id"] === id);
      return differences(item, same, `${path}[${index}]`);
    });
  }
  if (recorded !== null && typeof recorded === "object") {
    if (actual === null || typeof actual !== "object") return [`${path} is ${JSON.stringify(actual)}`];
    return Object.entries(recorded).flatMap(([key, value]) =>
      OWN.has(key) || MADE_UP.test(`${path}.${key}`) ? [] : differences(value, (actual as Json)[key], `${path}.${key}`),
    );
  }
  if (Object.is(recorded, actual) || (recorded === null && actual === undefined)) return [];
  return [`${path} is ${JSON.stringify(actual)}, recorded ${JSON.stringify(recorded)}`];
}

/** Empty for a client: a field that it did not configure may come as any of these (README, "General findings"). */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
