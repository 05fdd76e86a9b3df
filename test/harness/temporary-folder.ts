import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A new folder below the system's temporary folder, without symbolic links in its path. Whoever makes it removes it. */
export function newFolder(prefix: string): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), `${prefix}-`)));
}

/** Removes a folder with all that is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A new folder for every test of the surrounding block, removed after it; call the result inside a test. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = newFolder("test");
  });
  afterEach(() => removeFolder(folder));
  return () => folder;
}
