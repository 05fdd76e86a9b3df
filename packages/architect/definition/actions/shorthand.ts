import type { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import type { KernelCode } from "../../codes/kernel-codes.ts";
import type { FlowNode } from "../../graph/types.ts";
import type { NodeDefinition } from "../types.ts";

/** What a shorthand may ask about the flow that its node stands in. */
export interface ShorthandContext {
  readonly node: NodeDefinition;
  /** Scope of the variables of one part of the flow. */
  readonly localScope: "Task" | "State";
  /** Data type of a variable that is declared or bound somewhere in the flow. */
  typeOf(variable: string): string | undefined;
  /** Reports what is wrong with the body, at a path within it. */
  error(code: KernelCode, message: string, at?: readonly (string | number)[], hint?: string): void;
}

/** One way to write a node's action: its body, and names of output paths where they are not those of the graph. */
export interface Form {
  readonly body: ArchyValue;
  /** Output path of the graph -> as it is written. */
  readonly names?: Readonly<Record<string, string>>;
}

/** A shorter way to write an action where one property is the point. One row an action; the rest needs no row. */
export interface Shorthand {
  /** The action's key in Archy. */
  readonly action: string;
  /** What may stand below the action's key; its description and those of its keys are what an editor shows. */
  readonly schema: z.ZodType;
  /** Archy's properties that the short form's own keys write; they do not stand beside them. */
  readonly writes?: readonly string[];
  /** The action's properties as Archy has them. `body` fits the schema. */
  toArchy(body: ArchyValue, context: ShorthandContext): ArchyMap;
  /**
   * How a node may be written, the shortest first: the inverse of `toArchy`. A form need not say the same, that is shown
   * by what `toArchy` makes of it; absent where Archy's properties as plain keys are the short form.
   */
  toForms?(node: FlowNode): readonly (Form | undefined)[];
  /** Whether `toArchy` asks for the types of variables; such actions come after those that bind them. */
  readonly needsTypes?: true;
  /** Types of the variables that the action sets, where the body alone tells. */
  binds?(body: ArchyValue): Readonly<Record<string, string>>;
  /** Names of the cases in order, for an action that has cases; they and `default` are its output paths. */
  cases?(body: ArchyValue, on: readonly string[]): readonly string[];
}
