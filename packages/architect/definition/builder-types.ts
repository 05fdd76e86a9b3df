import type { PathsOfActions } from "../archy/actions/index.ts";
import type { FlowType } from "../archy/types.ts";
import type { WrittenEmailAddress } from "../settings/email-address.ts";
import type { DefinitionSettings } from "../settings/flow.ts";
import type { FlowDefinition, FlowVariableDefinition, TaskDefinition } from "./types.ts";

/** Architect data types with a counterpart in TypeScript. All other types accept any Archy value. */
interface Natives {
  string: string;
  integer: number;
  decimal: number;
  boolean: boolean;
}

export type Expression = `=${string}`;
/** An Archy value: `{exp: ...}`, `{lit: ...}`, `{noValue: true}`. */
export type Wrapper = { readonly [key: string]: unknown };
/** A variable with its scope: `Flow.customerId`. */
export type VariableName = `${"Flow" | "Task" | "State" | "Common" | "Slot"}.${string}`;

type DataType = string | FlowVariableDefinition;
type DataTypes = Readonly<Record<string, DataType>>;

/** A node in TypeScript, with the same keys as in YAML. A module is specified by its definition or its key. */
export interface NodeShape {
  readonly on?: Readonly<Record<string, string>>;
  readonly then?: string;
  readonly name?: string;
  readonly note?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, VariableName>>;
  readonly callModule?: AnyModule | string;
  readonly end?: string;
  readonly [action: string]: unknown;
}

type TypeShape = { readonly [type in FlowType]?: string };

/** Keys that flows have, but modules do not have. */
type FlowKey = "voice" | "numbers" | "onFault" | "contactList" | "wrapupCode" | "worktype" | "periodic";
type CommonKey = "description" | "division" | "language" | "values" | "formerly" | "stacks";

/** A flow in TypeScript, with the same keys as the YAML file. */
export interface FlowShape extends TypeShape, DefinitionSettings, Partial<Pick<FlowDefinition, FlowKey | CommonKey>> {
  readonly greeting?: string | Wrapper;
  /** Only for an inbound email flow. */
  readonly emailAddresses?: readonly WrittenEmailAddress[];
  readonly variables?: DataTypes;
  readonly settings?: Wrapper;
  readonly start: string;
  readonly nodes: Readonly<Record<string, NodeShape>>;
  readonly tasks?: Readonly<Record<string, TaskShape>>;
}

export interface TaskShape extends Partial<Pick<TaskDefinition, "description" | "paths" | "start">> {
  readonly nodes: Readonly<Record<string, NodeShape>>;
}

export interface ModuleShape
  extends Omit<FlowShape, FlowType | FlowKey | keyof DefinitionSettings | "greeting" | "emailAddresses" | "tasks"> {
  /** Key of the module in the project; default: the file's name. */
  readonly key?: string;
  readonly commonModule: string;
  readonly channels: readonly FlowType[];
  readonly inputs?: DataTypes;
  readonly outputs?: DataTypes;
  readonly outcomes?: readonly string[];
}

declare const interfaceOf: unique symbol;

interface ModuleInterface {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcomes: string;
  readonly channels: FlowType;
}

/** A common module in TypeScript. @template I its inputs, outputs, outcomes and channels */
export interface DefinedModule<I extends ModuleInterface = ModuleInterface> extends FlowDefinition {
  /** Key of the module in the project. */
  readonly key: string;
  readonly [interfaceOf]?: I;
}

// biome-ignore lint/suspicious/noExplicitAny: accepts any interface; `unknown` would not match the constraint
type AnyModule = DefinedModule<any>;

type TypeNames<D> = { readonly [K in keyof D]: D[K] extends { readonly type: infer T } ? T : D[K] };
type OutcomeNames<M> = M extends { readonly outcomes: readonly (infer O)[] } ? O & string : "completed";

declare const calls: unique symbol;

/**
 * A flow in TypeScript. @template Called the names of called modules; any string if a module is called by its
 * definition
 */
export interface DefinedFlow<Called extends string = string> extends FlowDefinition {
  readonly [calls]?: Called;
}

type CallsIn<Nodes> = {
  [Id in keyof Nodes]: Nodes[Id] extends { readonly callModule: infer Module }
    ? Module extends string
      ? Module
      : string
    : never;
}[keyof Nodes];

/** The names of the modules that a flow calls, in its nodes and tasks. */
export type CallsOf<F extends { readonly nodes: object }> =
  | CallsIn<F["nodes"]>
  | (F extends { readonly tasks: infer Tasks }
      ? { [T in keyof Tasks]: Tasks[T] extends { readonly nodes: infer Nodes } ? CallsIn<Nodes> : never }[keyof Tasks]
      : never);

export type InterfaceOf<M extends ModuleShape> = {
  readonly inputs: M extends { readonly inputs: infer D } ? TypeNames<D> : Record<never, string>;
  readonly outputs: M extends { readonly outputs: infer D } ? TypeNames<D> : Record<never, string>;
  readonly outcomes: OutcomeNames<M>;
  readonly channels: M["channels"][number];
};

type ValueFor<T> = T extends keyof Natives ? Natives[T] | Expression | Wrapper : unknown;

type CheckedInputs<Given, I extends ModuleInterface> = {
  readonly [K in keyof Given]: K extends keyof I["inputs"] ? ValueFor<I["inputs"][K]> : never;
};
type CheckedOutputs<Given, I extends ModuleInterface> = {
  readonly [K in keyof Given]: K extends keyof I["outputs"] ? VariableName : never;
};
type CheckedPaths<Given, Paths extends string, Id> = { readonly [W in Paths]: Id } & {
  readonly [W in Exclude<keyof Given, Paths>]: never;
};

type CheckedCall<N, I extends ModuleInterface, T extends FlowType, Id> = {
  readonly callModule: T extends I["channels"] ? AnyModule : `The module cannot be called from ${T}.`;
  readonly on: CheckedPaths<N extends { readonly on: infer G } ? G : unknown, I["outcomes"] | "error", Id>;
} & (N extends { readonly inputs: infer G } ? { readonly inputs: CheckedInputs<G, I> } : unknown) &
  (N extends { readonly outputs: infer G } ? { readonly outputs: CheckedOutputs<G, I> } : unknown);

type PathsOf<N> =
  Extract<keyof N, keyof PathsOfActions> extends infer A extends keyof PathsOfActions
    ? [A] extends [never]
      ? string
      : PathsOfActions[A]
    : string;

type CheckedNode<N, T extends FlowType, Id, Outcomes> = {
  readonly then?: Id;
} & (N extends { readonly callModule: DefinedModule<infer I extends ModuleInterface> }
  ? CheckedCall<N, I, T, Id>
  : N extends { readonly on: infer G }
    ? { readonly on: { readonly [W in keyof G]: W extends PathsOf<N> ? Id : never } }
    : unknown) &
  (N extends { readonly end: string } ? { readonly end: Outcomes } : unknown);

type TypeIn<F> = Extract<keyof F, FlowType>;

/**
 * The constraints between the parts of a flow: transitions must lead to existing nodes, and module calls must match the
 * module.
 */
export type Checked<
  F extends { readonly start: string; readonly nodes: Readonly<Record<string, unknown>> },
  Outcomes = never,
> = {
  // The type is not a literal type, because two mutually exclusive literal types would make the whole flow `never` and
  // the message useless.
  readonly start: F["start"] extends keyof F["nodes"] ? unknown : { readonly thereIsNoNode: F["start"] };
  readonly nodes: {
    readonly [K in keyof F["nodes"]]: CheckedNode<F["nodes"][K], TypeIn<F>, keyof F["nodes"], Outcomes> &
      CheckedTaskCall<F["nodes"][K], F>;
  };
} & (F extends { readonly tasks: infer T } ? { readonly tasks: CheckedTasks<T, F> } : unknown) &
  CheckedAddresses<F>;

type CheckedAddresses<F> = F extends { readonly emailAddresses: unknown }
  ? TypeIn<F> extends "inboundEmail"
    ? unknown
    : { readonly emailAddresses: "Only an inbound email flow has e-mail addresses." }
  : unknown;

type CheckedTaskCall<N, F> = N extends { readonly callTask: string }
  ? { readonly callTask: F extends { readonly tasks: infer T } ? keyof T : never }
  : unknown;

/** Transitions between the nodes of a task must not leave the task. */
type CheckedTasks<T, F> = {
  readonly [K in keyof T]: T[K] extends { readonly nodes: infer Nodes }
    ? {
        readonly start?: keyof Nodes;
        readonly nodes: {
          readonly [I in keyof Nodes]: CheckedNode<Nodes[I], TypeIn<F>, keyof Nodes, never> &
            CheckedTaskCall<Nodes[I], F>;
        };
      }
    : never;
};

/**
 * The constraints of a module. These are the constraints of a flow, and `end` must name one of the module's outcomes.
 */
export type CheckedModule<M extends ModuleShape> = Checked<M, OutcomeNames<M> | "error">;
