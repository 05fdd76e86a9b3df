import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of a `file://` backend; undefined for another kind. */
export function stateFolder(backend: string): string | undefined {
  return backend.startsWith("file:///") ? fileURLToPath(backend) : undefined;
}

/** Whether a backend keeps the state below a project's folder, where this project also keeps what killed runs leave. */
export function keepsStateIn(project: string, backend: string): boolean {
  const state = stateFolder(backend);
  if (state === undefined) return false;
  const below = path.relative(path.resolve(project), state);
  return below !== ".." && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below);
}
