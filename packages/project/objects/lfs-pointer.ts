/**
 * The first line of a Git LFS pointer (git-lfs, docs/spec.md), which a clone contains in place of a file if its content
 * was not fetched.
 */
const POINTER = "version https://git-lfs.github.com/spec/";

export function isLfsPointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, POINTER.length)).toString("latin1") === POINTER;
}

export const LFS_HINT = "Run `git lfs pull`, which fetches the content.";
