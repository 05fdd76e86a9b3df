import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureSdkCompiled } from "../../packages/wrapper/sdk.ts";
import { differences, filesIn } from "../../scripts/lib/generate/generator.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

// Programs are started: slow on a machine that is busy.
jest.setTimeout(60_000);

const folder = temporaryFolder();
const write = (file: string, text: string) => {
  const place = path.join(folder(), file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
};

test("two SDKs are compared file by file, without compiled or installed files", () => {
  write("a/index.ts", "1");
  write("a/types/input.ts", "1");
  write("a/old.ts", "1");
  write("a/bin/index.js", "1");
  write("a/node_modules/x/index.js", "1");
  write("b/index.ts", "1");
  write("b/types/input.ts", "2");
  write("b/new.ts", "1");
  const sdk = (name: string) => filesIn(path.join(folder(), name));
  expect(differences(sdk("a"), sdk("b"))).toEqual([
    "new.ts is missing",
    "old.ts is no longer generated",
    "types/input.ts differs",
  ]);
  expect(differences(sdk("a"), sdk("a"))).toEqual([]);
});

describe("compiling", () => {
  const bin = () => path.join(folder(), "bin", "index.js");
  beforeEach(() => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    write("package.json", '{"name": "sdk", "type": "module"}');
    write(
      "tsconfig.json",
      '{"compilerOptions": {"target": "es2022", "types": [], "lib": ["es2022"]}, "files": ["index.ts"]}',
    );
  });
  afterEach(() => jest.restoreAllMocks());

  test("once per state of the sources", async () => {
    write("index.ts", "export const version: number = 1;");
    await ensureSdkCompiled(folder());
    expect(readFileSync(bin(), "utf8")).toContain("version = 1");
    const { mtimeMs } = statSync(bin());
    await ensureSdkCompiled(folder());
    expect(statSync(bin()).mtimeMs).toBe(mtimeMs);
    write("index.ts", "export const version: number = 2;");
    await ensureSdkCompiled(folder());
    expect(readFileSync(bin(), "utf8")).toContain("version = 2");
  });

  test("a mistake is an error, and leaves nothing half compiled", async () => {
    write("index.ts", 'export const version: number = "two";');
    await expect(ensureSdkCompiled(folder())).rejects.toThrow(/npm run generate[\s\S]*index\.ts/);
    expect(existsSync(path.join(folder(), "bin"))).toBe(false);
  });
});
