import { digest, graphDifferences, lift, parseArchy, placeholders } from "@genesys-flows/architect";
import { seedFor } from "@genesys-flows/stand-in";
import { corpusFolder } from "../../harness/checkout.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { exemptViolations } from "../harness/exemptions.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { type CorpusFile, corpusIsThere, readCorpus } from "./files.ts";
import { filledFrom } from "./platform-defaults.ts";

jest.setTimeout(8 * 60_000);

/** Files that cannot work, each with the reason that the platform gives; they must fail for exactly that reason. */
const CANNOT_WORK: readonly { file: string; reason: RegExp }[] = [];

/** Outputs of data actions whose type no declared variable shows. */
const OUTPUT_TYPES = {
  // Compared with a number.
  "CCHUB_WORK_VIRGINIA/Agents Logged Into Queue/total_agents_on_queue": "integer",
  "Emergency-Lambda/Emergency-data-action/Success": "boolean",
};

const files = corpusIsThere() ? readCorpus() : [];
const working = files.filter(({ file }) => CANNOT_WORK.every((exception) => exception.file !== file));
const modules = working.filter(({ type }) => type === "commonModule");
const flows = working.filter(({ type }) => type !== "commonModule");

if (files.length === 0) {
  console.warn(`Skipped: there are no flow files in ${corpusFolder}.`);
  test.skip("real call flows and common modules, unchanged", () => {});
} else {
  describe("real call flows and common modules, unchanged", () => {
    let workspace: Workspace;
    let platform: Organisation;

    beforeAll(async () => {
      workspace = await createWorkspace({
        flows: Object.fromEntries(modules.map((file) => [file.name, file.text])),
        organisation: seedFor({ documents: files.map((file) => file.document), outputTypes: OUTPUT_TYPES }),
        config: { "genesys-flows:flows": stackConfig(modules) },
      });
      platform = await workspace.organisation();
    });
    afterAll(() => workspace?.dispose());

    test("all of them are covered", () => {
      expect(files).toHaveLength(31);
      expect(files.filter(({ type }) => type === "commonModule")).toHaveLength(4);
      for (const file of files) {
        const wanted = new Set(placeholders(file.text, file).map((placeholder) => placeholder.key));
        expect({ file: file.file, keys: Object.keys(file.substitutions).sort() }).toEqual({
          file: file.file,
          keys: [...wanted].sort(),
        });
      }
      console.log(
        [
          `${working.length} of ${files.length} files are deployed.`,
          ...CANNOT_WORK.map(({ file, reason }) => `Cannot work: ${file}: ${reason.source}`),
        ].join("\n"),
      );
    });

    test("a placeholder without a value is refused with its line and key", async () => {
      workspace.configure({});
      const { result, requests } = await during(platform, () => workspace.upRefused());

      for (const file of modules) {
        const found = placeholders(file.text, file);
        for (const key of Object.keys(file.substitutions)) {
          const { line, column } = found.find((placeholder) => placeholder.key === key)?.location ?? {};
          expect(result.output).toContain(
            `flows/${file.name}:${line}:${column} error missing-substitution: The substitution \`${key}\``,
          );
        }
      }
      expect(requests).toEqual([]);
      workspace.configure({ "genesys-flows:flows": stackConfig(modules) });
    });

    test("the modules deploy", async () => {
      await exemptViolations(workspace);
      const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

      expect(changes(result)).toEqual(Object.fromEntries(modules.map(({ key }) => [key, "create"])));
      expect(published.toSorted()).toEqual(modules.map(({ document }) => document.name).sort());
    });

    test("the policy stops the calls that do not look at what came back, with their places", async () => {
      for (const file of flows) workspace.write(`flows/${file.name}`, file.text);
      workspace.configure({ "genesys-flows:flows": stackConfig(working) });

      const { result, requests } = await during(platform, () => workspace.upRefused());

      const stopped = result.output.matchAll(/(?<place>flows\/\S+\.yaml:\d+):\d+ error module-call-transitions: /g);
      // The engine prints what the program found, and what the policy pack did.
      expect([...new Set([...stopped].map(({ groups }) => groups?.["place"]))].sort()).toEqual([
        "flows/mfabrellas.RoutingExample.yaml:157",
        "flows/mfabrellas.RoutingExample.yaml:223",
      ]);
      expect(lines(writesAmong(requests))).toEqual([]);
    });

    test("then every flow deploys, what is exempted with a warning", async () => {
      const exempted = await exemptViolations(workspace);
      expect(exempted.filter((rule) => rule === "module-call-transitions")).toHaveLength(2);

      const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

      expect(changes(result)).toEqual(Object.fromEntries(flows.map(({ key }) => [key, "create"])));
      expect(published.toSorted()).toEqual(flows.map(({ document }) => document.name).sort());
      expect([...new Set(result.verdicts.map(({ policy }) => policy))]).toEqual(["exemptions"]);
    });

    test("the flow that calls modules shows their ids in dependency tracking", async () => {
      const called = [await platform.flow("First routing"), await platform.flow("One to one routing")];

      expect(await platform.modulesHeld("Routing example")).toEqual(
        called.map(({ id, name, version }) => ({ id, name, version })),
      );
    });

    test("nothing is published when nothing changed", async () => {
      const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

      expect(changes(result)).toEqual({});
      expect(published).toEqual([]);
    });

    for (const { file, reason } of CANNOT_WORK) {
      test(`${file} cannot work: ${reason.source}`, async () => {
        const text = files.find((each) => each.file === file)?.document.text;
        await expect(platform.publish(String(text))).rejects.toThrow(reason);
      });
    }

    test.each(working.map((file) => [file.file, file] as const))(
      "%s: its export lifts to the graph of what was sent, and is a fixed point",
      async (_, { document }) => {
        const first = parseArchy(await platform.export(document.name), { file: "first.yaml" });
        const [exported, sent] = [lift(first), lift(document)];
        expect(graphDifferences(exported, filledFrom(sent, exported))).toEqual([]);

        await platform.publish(first.text);
        const second = parseArchy(await platform.export(document.name), { file: "second.yaml" });
        expect(digest(second)).toBe(digest(first));
      },
    );
  });
}

function stackConfig(of: readonly CorpusFile[]): Record<string, object> {
  return Object.fromEntries(
    of
      .filter((file) => Object.keys(file.substitutions).length > 0)
      .map((file) => [file.key, { substitutions: file.substitutions }]),
  );
}
