import { writeFileSync } from "node:fs";
import path from "node:path";
import { seedOrganisation } from "@genesys-flows/local-org";
import { callDocument } from "../harness/documents.ts";
import type { Plain } from "../harness/plugin.ts";
import type { Scene } from "../harness/scene.ts";

const seed = `
users: [{name: Ann, email: ann@example.com}, {name: Bob, email: bob@example.com}]
groups: [{name: Billing, members: []}]
skills: [{name: French}, {name: German}]
languages: [{name: Spanish}]
wrapupCodes: [{name: Sold}, {name: Lost}]
scripts: [{name: Greeting}]
divisions: [{name: South}]
schedules: [{name: Weekdays}, {name: Christmas}]
emailDomains: [{name: example.com}]
integrations: [{name: ERP, dataActions: []}]
dataTables: [{name: Holidays, columns: {note: string, closed: boolean}}]
`;

/** What the resources under test refer to, by name, and two recordings. */
export class Fixture {
  readonly scene: Scene;
  readonly #ids: ReadonlyMap<string, string>;
  /** Paths of recordings, relative to the project. */
  readonly recordings: readonly [string, string] = ["hello.wav", "bye.wav"];

  private constructor(scene: Scene, ids: ReadonlyMap<string, string>) {
    this.scene = scene;
    this.#ids = ids;
  }

  static async prepare(scene: Scene): Promise<Fixture> {
    const { organisation } = scene;
    const file = path.join(organisation.folder, "more.yaml");
    writeFileSync(file, seed);
    await seedOrganisation({ file: organisation.file, seed: file });
    const ids = new Map<string, string>();
    for (const listing of [
      ...["users", "groups", "routing/skills", "routing/languages", "routing/wrapupcodes", "scripts"],
      ...["authorization/divisions", "architect/schedules", "flows/datatables", "routing/queues", "integrations"],
    ]) {
      const { entities } = await organisation.api<{ entities: Plain[] }>("GET", `/api/v2/${listing}?pageSize=100`);
      for (const { id, name } of entities) ids.set(String(name), String(id));
    }
    ids.set("flow", await organisation.publish(callDocument({ name: "Emergency" })));
    const ivr = await organisation.api("POST", "/api/v2/architect/ivrs", { name: "Front desk", dnis: [] });
    ids.set("ivr", String(ivr["id"]));
    const fixture = new Fixture(scene, ids);
    for (const [index, name] of fixture.recordings.entries()) {
      writeFileSync(path.join(organisation.folder, name), wave(index));
    }
    return fixture;
  }

  id(name: string): string {
    const id = this.#ids.get(name);
    if (!id) throw new Error(`The fixture has no '${name}'.`);
    return id;
  }
}

/** A tenth of a second of 8 kHz mono. */
function wave(sample: number): Buffer {
  const data = Buffer.alloc(1600, sample);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
