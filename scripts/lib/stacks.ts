/** A stack of a project. */
export interface ProjectStack {
  /** The Pulumi project's folder. */
  readonly project: string;
  readonly stack: string;
}

/** A stack of a file backend. */
export interface FileStack extends ProjectStack {
  readonly projectName: string;
  /** Folder of the backend. */
  readonly state: string;
}

/** A stack's name as part of a file's name. */
export function fileNameOf(stack: string): string {
  return stack.replaceAll(/[^A-Za-z0-9._-]/g, "_");
}
