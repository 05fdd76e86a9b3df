/**
 * Ids that are the same in every organisation: the system's presences. Seen alike in the tests of the vendor's SDKs for Go
 * and Python, in answers of `GET /presencedefinitions`, and in data actions of several organisations. Meeting, Training and
 * Idle are left out: no two sources agree on theirs.
 */
const presences: Readonly<Record<string, string>> = {
  "6a3af858-942f-489d-9700-5f9bcdcdae9b": "Available",
  "5e5c5c66-ea97-4e7f-ac41-6424784829f2": "Away",
  "227b37e2-f1d0-4dd0-8f50-badd7cf6d158": "Break",
  "31fe3bac-dea6-44b7-bed7-47f91660a1a0": "Busy",
  "3fd96123-badb-4f69-bc03-1b1ccc6d8014": "Meal",
  "ccf3c10a-aa2c-4845-8e8d-f59fa48c58e5": "Offline",
  "e08eaf1b-ee47-4fa9-a231-1200e284798f": "On Queue",
};

/** Whether an id names the same thing in every organisation. */
export function isSystemId(id: string): boolean {
  return Object.hasOwn(presences, id.toLowerCase());
}
