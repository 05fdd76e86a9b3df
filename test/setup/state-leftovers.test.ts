import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { clearLeftovers } from "../../packages/wrapper/state/leftovers.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("what a killed CLI left among the files of a stack", () => {
  const folder = temporaryFolder();
  const write = (file: string, text: string) => {
    const at = path.join(folder(), ".pulumi", file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
  };
  const clear = () => clearLeftovers({ state: folder(), projectName: "flows", stack: "dev", lookAgainMs: 1 });
  const attrs = '{"user.content_type":"text/plain; charset=utf-8","md5":"aa=="}';

  test("no state yet", async () => {
    expect(await clear()).toEqual([]);
  });

  test.each<[string, string, string?]>([
    ["an empty description", "stacks/flows/dev.json.attrs", ""],
    ["a cut description", "stacks/flows/dev.json.attrs", attrs.slice(0, 20)],
    ["a description of the backup", "stacks/flows/dev.json.bak.attrs", ""],
    ["a description of a compressed state", "stacks/flows/dev.json.gz.attrs", ""],
    ["a description without its file", "locks/organization/flows/dev/a.json.attrs", attrs],
    ["an empty one in the history", "history/flows/dev/dev-1.history.json.attrs", ""],
    ["an empty one of a backup", "backups/flows/dev/dev.1.json.attrs", ""],
    ["an empty one of the backend", "meta.yaml.attrs", ""],
    ["a state without its name", "stacks/flows/dev.json.18c2f08d21a4b3c7.tmp", '{"version":3,'],
    ["a lock without its name", "locks/organization/flows/dev/a.json.18c2f08d.tmp", ""],
  ])("%s goes", async (_, file, text = "") => {
    write("stacks/flows/dev.json", "{}");
    write("stacks/flows/dev.json.bak", "{}");
    write("stacks/flows/dev.json.gz", "{}");
    write("history/flows/dev/dev-1.history.json", "{}");
    write("backups/flows/dev/dev.1.json", "{}");
    write("meta.yaml", "version: 1");
    write(file, text);
    expect(await clear()).toEqual([path.join(".pulumi", file)]);
    expect(existsSync(path.join(folder(), ".pulumi", file))).toBe(false);
    expect(await clear()).toEqual([]);
  });

  test("intact files, files of other stacks and users' files stay", async () => {
    write("stacks/flows/dev.json", "");
    write("stacks/flows/dev.json.attrs", attrs);
    write("stacks/flows/dev-2.json.attrs", "");
    write("stacks/flows/dev.json.tmp", "");
    write("stacks/flows/dev.json.mine", "");
    write("stacks/other/dev.json.attrs", "");
    write("locks/organization/flows/prod/a.json.18c2f08d.tmp", "");
    write("locks/organization/flows/dev/a.json", "");
    expect(await clear()).toEqual([]);
  });

  test("a file that is still being written stays", async () => {
    write("stacks/flows/dev.json", "{}");
    write("stacks/flows/dev.json.18c2f0.tmp", "{");
    const cleared = clearLeftovers({ state: folder(), projectName: "flows", stack: "dev", lookAgainMs: 20 });
    write("stacks/flows/dev.json.18c2f0.tmp", '{"version"');
    expect(await cleared).toEqual([]);
  });
});
