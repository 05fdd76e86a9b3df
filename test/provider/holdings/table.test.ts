import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StateEntry } from "../../../packages/provider/run/stack-state.ts";
import { moduleDocument } from "../harness/documents.ts";
import { textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, Scene } from "../harness/scene.ts";
import { Fixture } from "../plain/fixture.ts";
import type { Kind } from "../plain/kind.ts";
import { kinds } from "../plain/kinds.ts";
import { EngineRun } from "./engine-run.ts";

let scene: Scene;
let fixture: Fixture;
const runs: EngineRun[] = [];

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  // Its recording goes with it, which a real organisation's stack must allow.
  writeFileSync(
    join(scene.organisation.folder, "Pulumi.dev.yaml"),
    "config: {genesys-flows:deletable: ['prompt:Greeting']}\n",
  );
  await scene.organisation.api("POST", "/api/v2/routing/email/domains", { id: "second.example.com", subDomain: false });
});
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.close()));
});
afterAll(() => scene.close());

const flow: Kind = {
  type: FLOW,
  path: (id) => `/api/v2/flows/${id}`,
  first: () => ({ document: textAsset(moduleDocument({ name: "Kept" })) }),
};
const all: Readonly<Record<string, Kind>> = { Flow: flow, ...kinds };

/** One object, in the stack of a test. */
class Subject {
  readonly kind: Kind;
  readonly state: StateEntry[] = [];
  readonly urn: string;
  readonly elsewhere: string;
  run: EngineRun;

  constructor(kind: Kind) {
    this.kind = kind;
    this.urn = `urn:pulumi:dev::flows::${kind.type}::it`;
    this.elsewhere = `urn:pulumi:dev::flows::team:index:Desk$${kind.type}::it`;
    this.run = this.next();
  }

  /** Another process of the provider, with the state that the engine has written. */
  next(): EngineRun {
    this.run = new EngineRun(scene.organisation, this.state);
    runs.push(this.run);
    return this.run;
  }

  get inputs() {
    return this.kind.first(fixture);
  }

  async live(id: string): Promise<unknown> {
    return scene.organisation.api("GET", this.kind.path(id));
  }
}

interface Way {
  /** What the engine does, after a first run has created the object. @returns the id in the state at the end */
  readonly engine: (of: Subject, id: string) => Promise<string>;
  /** Says where the object is now. */
  readonly says?: RegExp;
}

/** What the engine does with an object that must stay. */
const ways: Readonly<Record<string, Way>> = {
  "--replace and taint: Create, then Delete": {
    async engine({ run, urn, inputs }) {
      const id = await run.creates(urn, inputs);
      await run.deletes(run.replaced(urn));
      return id;
    },
    says: /stays in the organisation: the replacement kept it/,
  },
  "the same, killed between the two": {
    async engine(subject) {
      const { urn, inputs } = subject;
      await subject.run.creates(urn, inputs);
      const run = subject.next();
      await run.finds(urn, inputs);
      await run.deletes(run.replaced(urn));
      return run.entry(urn).id;
    },
  },
  "--replace with deleteBeforeReplace: Delete, then Create": {
    async engine({ run, urn, inputs }) {
      const checked = await run.checksThenDeletes(urn, inputs);
      const id = await run.createsChecked(urn, checked);
      run.state.splice(run.state.indexOf(run.replaced(urn)), 1);
      return id;
    },
  },
  "the same, killed between the two, without an entry in the state": {
    async engine(subject) {
      const { urn, inputs } = subject;
      await subject.run.checksThenDeletes(urn, inputs);
      subject.state.length = 0;
      return subject.next().creates(urn, inputs);
    },
  },
  "another parent: Create, then Delete": {
    async engine({ run, urn, elsewhere, inputs }) {
      const id = await run.creates(elsewhere, inputs);
      await run.deletes(run.entry(urn));
      return id;
    },
    says: /stays in the organisation: it is urn:pulumi:dev::flows::team:index:Desk\$.*::it now/,
  },
  "another parent, killed between the two": {
    async engine(subject) {
      const { urn, elsewhere, inputs } = subject;
      await subject.run.creates(elsewhere, inputs);
      const run = subject.next();
      await run.finds(elsewhere, inputs);
      await run.deletes(run.entry(urn));
      return run.entry(elsewhere).id;
    },
  },
  "another parent, Delete alone (--target), then an update": {
    async engine(subject) {
      const { urn, elsewhere, inputs } = subject;
      await subject.run.registers(elsewhere, inputs);
      await subject.run.deletes(subject.run.entry(urn));
      return subject.next().creates(elsewhere, inputs);
    },
  },
  "another parent, and back": {
    async engine(subject) {
      const { urn, elsewhere, inputs } = subject;
      await subject.run.creates(elsewhere, inputs);
      await subject.run.deletes(subject.run.entry(urn));
      const run = subject.next();
      const id = await run.creates(urn, inputs);
      await run.deletes(run.entry(elsewhere));
      return id;
    },
  },
};

describe.each(Object.entries(all))("%s", (_name, kind) => {
  let subject: Subject;
  let id: string;
  // A failed test leaves nothing that the next one would find.
  afterEach(async () => {
    const [plain = "", query = "?force=true"] = kind.path(id).split("?");
    const everything = plain.includes("/prompts/") ? "?allResources=true" : query && "?force=true";
    await scene.organisation.api("DELETE", `${plain}${everything}`).catch(() => {});
  });
  beforeEach(async () => {
    subject = new Subject(kind);
    id = await subject.run.creates(subject.urn, subject.inputs);
    subject.next();
  });
  const destroy = async () => {
    const run = subject.next();
    await run.deletes(...run.state);
  };

  /** Of a kind that the platform never deletes, the object stays in the organisation. */
  const isGone = async (gone: string) => {
    if (kind.stays) await subject.live(gone);
    else await expect(subject.live(gone)).rejects.toThrow(/404|410/);
  };

  test.each(Object.entries(ways))("%s: the object stays", async (_way, { engine, says }) => {
    const before = await subject.live(id);
    expect(await engine(subject, id)).toBe(id);
    expect(await subject.live(id)).toEqual(before);
    expect(subject.state.map((entry) => entry.id)).toEqual([id]);
    if (says) expect(subject.run.said.join("\n")).toMatch(says);
    await destroy();
    await isGone(id);
  });

  test("a preview of a replacement and of a move knows that the object stays", async () => {
    expect(await subject.run.previewsCreate(subject.urn, subject.inputs)).toBe(id);
    expect(await subject.next().previewsCreate(subject.elsewhere, subject.inputs)).toBe(id);
    await destroy();
  });

  (kind.stays ? test.skip : test)("a replacement of an object that was deleted outside creates it", async () => {
    const { run, urn, inputs } = subject;
    await scene.organisation.api(
      "DELETE",
      kind.path(id).replace(/\?.*/, "") + (/prompts/.test(kind.path(id)) ? "?allResources=true" : ""),
    );
    const created = await run.creates(urn, inputs);
    await run.deletes(run.replaced(urn));
    await subject.live(created);
    await destroy();
  });

  test("`destroy` deletes an object that two entries of the state have", async () => {
    const { elsewhere, inputs } = subject;
    await subject.run.creates(elsewhere, inputs);
    await destroy();
    await isGone(id);
  });

  test("two registered resources do not share an object", async () => {
    const { run, urn, elsewhere, inputs } = subject;
    await run.creates(elsewhere, inputs);
    const { message } = await errorOf(() => run.finds(urn, inputs));
    expect(message).toMatch(/^The program registers the .* twice: as urn:.* and as urn:/);
    await destroy();
  });

  const { third } = kind;
  if (!third) return;
  test("a change that needs another object deletes the old one", async () => {
    const { run, urn } = subject;
    expect(await run.finds(urn, third(fixture))).not.toEqual([]);
    if (kind.type.endsWith(":TelephonyProvidersEdgesDidPool")) {
      const checked = await run.checksThenDeletes(urn, third(fixture));
      await isGone(id);
      await run.createsChecked(urn, checked);
    } else await run.creates(urn, third(fixture));
    await run.deletes(run.replaced(urn));
    await isGone(id);
    const created = run.entry(urn).id;
    await destroy();
    await isGone(created);
  });
});
