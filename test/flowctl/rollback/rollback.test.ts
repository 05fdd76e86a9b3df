import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removeProjects } from "../../project/harness.ts";
import { flowctl } from "../program.ts";
import { PublishedProject } from "./published-project.ts";

const SALES = "flows/inbound/sales.yaml";
const HANDLER = "flows/modules/handler.yaml";
const sales = (says: string, more = "") => `inboundCall: Sales
${more}onFault: {say: "We have a problem.", then: disconnect}
start: greet
nodes:
  greet: {playAudio: ${JSON.stringify(says)}, then: handle} # what callers hear first
  handle: {callModule: handler, on: {completed: bye, error: bye}}
  bye: {disconnect: {}}
`;
const handler = (says: string) => `commonModule: Handler
channels: [inboundCall]
start: sorry
nodes:
  sorry: {playAudio: ${JSON.stringify(says)}, then: done}
  done: {end: completed}
`;

let project: PublishedProject;
const made = async (more: Readonly<Record<string, string>> = {}) => {
  project = await new PublishedProject({ [SALES]: sales("One."), [HANDLER]: handler("Sorry."), ...more }).start();
  await project.publish();
  return project;
};
/** Another text, committed and published. */
const next = async (says: string, more = "") => {
  project.commit({ [SALES]: sales(says, more) });
  await project.publish();
};

afterEach(async () => {
  await project.close();
  removeProjects();
});

describe("a version whose source is in Git", () => {
  test("dry by default: shows source, difference and branch, and changes nothing", async () => {
    await made();
    await next("Two.");
    const head = project.git("rev-parse", "HEAD");
    const { code, out, err } = await project.flowctl("rollback", "sales", "--to", "1.0");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^sales {2}flows\/inbound\/sales\.yaml\n {2}to version 1\.0, published by .* at 20\S+Z\n/);
    expect(out).toMatch(/\n {2}source: commit [0-9a-f]{12} of 20\d\d-\d\d-\d\d, "x"\n/);
    expect(out).toContain('~ greet says: "Two." -> "One."');
    expect(out).toContain("1 flow to roll back. To create the branch rollback/sales-1.0, add --write.\n");
    expect(project.read(SALES)).toBe(sales("Two."));
    expect([project.git("rev-parse", "HEAD"), project.git("branch", "--list", "rollback/*")]).toEqual([head, ""]);
  });

  test("--write commits the bytes of then on a branch, only them, and leaves other work as it is", async () => {
    await made();
    await next("Two.");
    project.write({ "notes.txt": "mine\n" });
    project.edit(HANDLER, "Sorry.", "So sorry.");
    project.git("add", HANDLER);
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "1.0", "--write");
    expect(code).toBe(0);
    expect(out).toContain("The branch rollback/sales-1.0 is checked out");
    expect(out).toContain("To return to the previous branch: git switch main\n");
    expect(project.read(SALES)).toBe(sales("One."));
    expect(project.git("show", "--name-only", "--format=%s")).toBe(`Roll sales back to version 1.0\n\n${SALES}`);
    expect(project.git("status", "--porcelain").split("\n")).toEqual([`M  ${HANDLER}`, "?? notes.txt"]);
    const wanted = await project.content("sales", "1.0");
    await project.publish();
    expect([await project.version("sales"), await project.content("sales")]).toEqual(["3.0", wanted]);
  });

  test("refuses to overwrite what is not committed, and a branch that exists: both at once, nothing is written", async () => {
    await made();
    await next("Two.");
    project.write({ [SALES]: sales("Three, in work.") });
    project.git("branch", "rollback/sales-1.0");
    const { code, err } = await project.flowctl("rollback", "sales", "--to", "1.0", "--write");
    expect([code, err.split("\n")]).toEqual([
      1,
      [
        "The branch rollback/sales-1.0 already exists. Choose another name with --branch NAME, or remove the branch: git branch -D rollback/sales-1.0",
        `${SALES} has uncommitted changes, and would be overwritten. Commit it first.`,
        "Nothing was written.",
        "",
      ],
    ]);
    expect([project.read(SALES), project.git("branch", "--show-current")]).toEqual([sales("Three, in work."), "main"]);
  });

  test("the values that the flow had then come back for this flow alone; one that nothing uses any more goes", async () => {
    const values = (text: string) => ({
      "Pulumi.dev.yaml": `config:\n  genesyscloud:region: local\n  genesys-flows:values: ${text}\n`,
    });
    const valued = (more = "", says = "$" + "{hello}") => sales(says, `values: {hello: {type: string}${more}}\n`);
    await made({ [SALES]: valued(), ...values("{hello: Good day}") });
    project.commit({
      [SALES]: valued(", more: {type: string}", "$" + "{hello} $" + "{more}"),
      ...values("{hello: Hi, more: you}"),
    });
    await project.publish();
    const wanted = await project.content("sales", "1.0");
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "1.0", "--branch", "back");
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(
        'Pulumi.dev.yaml: genesys-flows:flows.sales.values.hello becomes "Good day", as it was for this flow',
      ),
    ]);
    expect(project.git("branch", "--show-current")).toBe("back");
    expect(project.read("Pulumi.dev.yaml")).not.toContain("more");
    await project.publish();
    expect(await project.content("sales")).toBe(wanted);
  });

  test("earlier keys and stacks stay, under the present key and folder; numbers are shown", async () => {
    await made({ [SALES]: sales("One.", 'numbers: ["+13175550100"]\n') });
    project.remove(SALES);
    const moved = "flows/desk/sales-desk.yaml";
    project.commit({ [moved]: sales("Two.", "formerly: [sales]\nstacks: [dev]\n") });
    const { code, out } = await project.flowctl("rollback", "sales-desk", "--to", "1.0", "--write");
    expect([code, out]).toEqual([0, expect.stringContaining("~ numbers: none → +13175550100")]);
    expect(project.read(moved)).toContain("formerly: [sales]");
    expect(project.read(moved)).toContain("stacks: [dev]");
    expect(project.read(moved)).toContain('numbers: ["+13175550100"]');
    expect(existsSync(join(project.root, SALES))).toBe(false);
    const { flows } = await project.load();
    expect(flows.map(({ key }) => key).sort()).toEqual(["handler", "sales-desk"]);
  });

  test("a TypeScript definition comes back as it was", async () => {
    const kernel = JSON.stringify(join(import.meta.dirname, "../../../packages/architect/index.ts"));
    const code = (says: string) => `import { defineFlow } from ${kernel};
export const flow = defineFlow({
  inboundCall: "Support",
  onFault: { say: "We have a problem.", then: "disconnect" },
  start: "greet",
  nodes: { greet: { playAudio: ${JSON.stringify(says)}, then: "bye" }, bye: { disconnect: {} } },
});
`;
    const file = "flows/inbound/support.ts";
    await made({ [file]: code("One.") });
    project.commit({ [file]: code("Two.") });
    // In a process of its own: Node imports a file once.
    const { code: ended, out } = flowctl(project.root, "rollback", "support", "--to", "1.0", "--write");
    expect([ended, out]).toEqual([0, expect.stringContaining("source: commit")]);
    expect(project.read(file)).toBe(code("One."));
  });

  test("without a repository: the export is written, and the file before is kept", async () => {
    await made();
    await next("Two.");
    rmSync(join(project.root, ".git"), { recursive: true });
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "1.0", "--write");
    expect(code).toBe(0);
    expect(out).toContain("The project is not in a Git repository. So no branch was created; the files were written");
    const [copy = ""] = readdirSync(join(project.root, ".genesys/rollback"));
    expect(project.read(join(".genesys/rollback", copy, SALES))).toBe(sales("Two."));
    const wanted = await project.content("sales", "1.0");
    await project.publish();
    expect(await project.content("sales")).toBe(wanted);
  });
});

describe("a version whose source is not in Git", () => {
  test("of somebody in Architect: its export replaces the definition under its key, and the settings stay", async () => {
    await made({ [SALES]: sales("One.", 'numbers: ["+13175550100"]\nowner: Voice team\n') });
    await project.annPublishes("sales", "One.", "Ann says hello.");
    await next("Three.", 'numbers: ["+13175550100"]\nowner: Voice team\n');
    const wanted = await project.content("sales", "2.0");
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "2.0", "--write");
    expect([code, out]).toEqual([0, expect.stringContaining("to version 2.0, published by Ann at ")]);
    expect(out).toContain(
      "source: the platform's export of the version. The version was not published from this stack's own source.",
    );
    expect(out).toContain('"Three." -> "Ann says hello."');
    expect(out).not.toContain("numbers:");
    expect(project.read(SALES)).toMatch(/^# Version 2\.0 of "Sales", as the platform exported it for a rollback\.\n# /);
    expect(project.read(SALES)).not.toContain("managed by");
    expect(project.read("flows/inbound/sales.options.yaml")).toBe('numbers:\n  - "+13175550100"\nowner: Voice team\n');
    await project.publish();
    expect([await project.version("sales"), await project.content("sales")]).toEqual(["4.0", wanted]);
    // And back to the definition.
    const back = await project.flowctl("rollback", "sales", "--to", "1.0", "--write");
    expect([back.code, back.out]).toEqual([0, expect.stringContaining("source: commit")]);
    expect(project.read(SALES)).toBe(sales("One.", 'numbers: ["+13175550100"]\nowner: Voice team\n'));
    expect(existsSync(join(project.root, "flows/inbound/sales.options.yaml"))).toBe(false);
  });

  test("the version that is live is Ann's: it is not taken for the stack's, whose mark it has", async () => {
    await made();
    await project.annPublishes("sales", "One.", "Ann says hello.");
    const live = await project.content("sales");
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "2.0", "--write");
    expect([code, out]).toEqual([0, expect.stringContaining("source: the platform's export")]);
    await project.publish();
    expect(await project.content("sales")).toBe(live);
  });

  test("Ann's version is live and the source is that of the version before: says how to publish it", async () => {
    await made();
    await project.annPublishes("sales", "One.", "Ann says hello.");
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "1", "--write");
    const said =
      /^sales: its source already describes version 1\.0\. The live version is version 2\.0, published by Ann at \S+Z\. To overwrite the live version with the source: npm run pulumi -- up --refresh --stack dev\nThere is nothing to roll back\.\n$/;
    expect([code, out]).toEqual([0, expect.stringMatching(said)]);
  });

  test("an export with placeholders: the new one has none, and values that nothing uses go", async () => {
    await made();
    const flow = await project.flowOf("handler");
    const text = (await project.client.exported(flow.id))
      .replace("name: Handler", "name: Second")
      .replace("Sorry.", "{{SAY}}");
    project.commit({
      "flows/modules/second_v1-0.yaml": text,
      "flows/modules/second.options.yaml": "# Kept.\nowner: Voice team\nsubstitutions: {SAY: nothing}\n",
      "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n  genesys-flows:substitutions: {SAY: Hello}\n",
    });
    await project.publish();
    await project.annPublishes("second", "Hello", "Ann");
    const wanted = await project.content("second");
    const { code, err } = await project.flowctl("rollback", "second", "--to", "2.0", "--write");
    expect([code, err]).toEqual([0, ""]);
    expect(project.read("flows/modules/second.options.yaml")).toBe("# Kept.\nowner: Voice team\n");
    expect(project.read("Pulumi.dev.yaml")).not.toContain("SAY");
    await project.publish();
    expect(await project.content("second")).toBe(wanted);
  });

  test("of TypeScript: refused with what to do; of a flow that the project no longer has: written to its folder", async () => {
    const kernel = JSON.stringify(join(import.meta.dirname, "../../../packages/architect/index.ts"));
    const file = "flows/desk/support.ts";
    await made({
      [file]: `import { defineFlow } from ${kernel};
export const flow = defineFlow({ inboundCall: "Support", start: "bye", nodes: { bye: { playAudio: "Bye.", then: "end" }, end: { disconnect: {} } } });
`,
    });
    await project.annPublishes("support", "Bye.", "Ann says goodbye.");
    const refused = await project.flowctl("rollback", "support", "--to", "2.0", "--write");
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining(
        `An export cannot replace TypeScript. Delete ${file}, commit the deletion, and run the command again.`,
      ),
    ]);
    project.remove(file);
    project.commit({});
    const { code, out } = await project.flowctl("rollback", "support", "--to", "2.0", "--write");
    expect([code, out]).toEqual([0, expect.stringContaining("The project no longer has this flow.")]);
    expect(project.read("flows/inbound/support.yaml")).toContain("Ann says goodbye.");
    const live = await project.content("support");
    await project.publish();
    expect([await project.version("support"), await project.content("support")]).toEqual(["3.0", live]);
  });

  test("a rule that an export violates is shown, and where the documentation says what to do", async () => {
    const continues = (says: string) =>
      sales(says)
        .replace("error: bye", "error: hello")
        .replace("  bye:", '  hello: {playAudio: "x", then: bye}\n  bye:');
    await made();
    project.write({ [SALES]: sales("Two, never committed.") });
    await project.publish();
    project.commit({ [SALES]: continues("Three.") });
    await project.publish();
    const { code, out } = await project.flowctl("rollback", "sales", "--to", "2.0");
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("No commit has a source that compiles to this version in the current project."),
    ]);
    expect(out).toMatch(/flows\/inbound\/sales\.yaml:\d+:\d+ error module-call-transitions/);
    expect(out).toContain(
      'These findings block updates. For solutions, see docs/adopting.md, "Exports that violate a rule".',
    );
  });

  test("says which versions of modules the flow will get, and what happens in other stacks", async () => {
    await made({ "Pulumi.prod.yaml": "config:\n  genesyscloud:region: us-east-1\n" });
    project.commit({ [HANDLER]: handler("Really sorry."), [SALES]: sales("Two.") });
    await project.publish();
    const { out } = await project.flowctl("rollback", "sales", "--to", "1.0");
    expect(out).toContain(
      "Version 1.0 held version 1.0 of 'Handler'. Version 2.0 is published, and the next update copies that version.",
    );
    expect(out).toContain("The next update of 'prod' also publishes sales from this source.\n");
  });
});

describe("a release", () => {
  const release = "20260101T030405000Z";

  test("every flow as in it: modules first; a flow that is newer stays, one that was removed comes back", async () => {
    await made({ "flows/inbound/old.yaml": sales("Old.").replace("Sales", "Old") });
    await project.publish({ release: true });
    project.remove("flows/inbound/old.yaml");
    project.commit({
      [HANDLER]: handler("Really sorry.").replace(
        "commonModule: Handler",
        "commonModule: Handler\ninputs: {why: {type: string, default: x}}",
      ),
      [SALES]: sales("Two."),
      "flows/inbound/new.yaml": sales("New.").replace("Sales", "New"),
    });
    await project.publish({ release: true });
    const { code, out, err } = await project.flowctl("rollback", "--release", release.slice(0, 12), "--write");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("new: it is not in the release, so it does not change.\n");
    expect(out).toContain("The project no longer has this flow.");
    expect(out).toContain("The next update copies the version that this rollback publishes.");
    expect(project.git("branch", "--show-current")).toBe(`rollback/${release}`);
    expect(project.git("show", "--name-only", "--format=")).toBe(["flows/inbound/old.yaml", SALES, HANDLER].join("\n"));
    const again = await project.flowctl("rollback", "--release", release);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("There is nothing to roll back.\n")]);
  });

  test("unknown releases, flows and versions are refused with the known ones", async () => {
    await made();
    const none = await project.flowctl("rollback", "--release", "2025");
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("The stack 'dev' has no release notes in ")]);
    await project.publish({ release: true });
    const unknown = await project.flowctl("rollback", "--release", "2025");
    expect([unknown.code, unknown.err]).toEqual([
      2,
      expect.stringContaining(
        `The stack 'dev' has no release '2025'. Its releases:\n  ${release} (2026-01-01 03:04 UTC, commit `,
      ),
    ]);
    project.commit({ "flows/inbound/new.yaml": sales("New.").replace("Sales", "New") });
    const others = await project.flowctl("rollback", "salse", "new", "--release", release);
    expect([others.code, others.err.split("\n")]).toEqual([
      1,
      [
        "The project has no flow 'salse'. Did you mean 'sales'?",
        expect.stringMatching(/^new: the release 20260101T030405000Z \(.*\) does not have this flow\./),
        "Nothing was written.",
        "",
      ],
    ]);
    const version = await project.flowctl("rollback", "sales", "--to", "9");
    expect([version.code, version.err]).toEqual([
      1,
      expect.stringMatching(
        /^sales: no version '9' was published\. The published versions of 'Sales':\n {2}version 1\.0, /,
      ),
    ]);
    for (const wrong of [["sales"], ["sales", "handler", "--to", "1.0"], ["sales", "--to", "1.0", "--release", "x"]])
      expect((await project.flowctl("rollback", ...wrong)).code).toBe(2);
    const list = await project.flowctl("releases");
    expect([list.code, list.out]).toEqual([0, expect.stringContaining(`${release}  2026-01-01 03:04 UTC`)]);
    const json = JSON.parse((await project.flowctl("releases", "--format", "json")).out);
    expect(json.releases[0]).toMatchObject({ name: release, flows: { sales: { publishedVersion: "1.0" } } });
  });
});
