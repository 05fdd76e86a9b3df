import { readdirSync } from "node:fs";

/** A flow of other stacks. This stack knows that it exists, and no more of it. */
export interface FlowElsewhere {
  readonly key: string;
  readonly file: string;
  readonly stacks: readonly string[];
}

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** The stack of a file such as `Pulumi.prod.yaml`; undefined for another name. */
export function stackNameOf(file: string): string | undefined {
  return STACK_FILE.exec(file)?.[1];
}

/** The stacks that have a file in a folder, in order. */
export function stackNames(root: string): string[] {
  return readdirSync(root)
    .flatMap((file) => stackNameOf(file) ?? [])
    .sort();
}
