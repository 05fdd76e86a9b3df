/** One property of a resource, a function or the configuration: the source of schema and validation alike. */
export interface PropertySpec {
  readonly type: "string" | "boolean" | "integer" | "number" | "asset" | "map" | "array" | "object";
  readonly description: string;
  /** Of a map's or an array's values. */
  readonly items?: PropertySpec;
  /** Order of an array does not matter. */
  readonly set?: boolean;
  /** Of `object`: its named type. */
  readonly object?: ObjectSpec;
  readonly enum?: EnumSpec;
  readonly default?: string | number | boolean;
  readonly required?: boolean;
  readonly secret?: boolean;
  /** A change of it makes a new object. */
  readonly replaceOnChanges?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of an array. */
  readonly maxItems?: number;
}

export type PropertySpecs = Readonly<Record<string, PropertySpec>>;

export interface ObjectSpec {
  /** `QueueMediaSettings` */
  readonly name: string;
  readonly description: string;
  readonly properties: PropertySpecs;
}

export interface EnumSpec {
  /** `OnDrift` */
  readonly name: string;
  readonly description: string;
  /** Value -> what it means. */
  readonly values: Readonly<Record<string, string>>;
}

export interface ResourceSpec {
  readonly token: string;
  readonly description: string;
  readonly inputs: PropertySpecs;
  /** Every output, those that repeat an input included. */
  readonly outputs: PropertySpecs;
}

export interface FunctionSpec {
  readonly token: string;
  readonly description: string;
  readonly inputs: PropertySpecs;
  readonly outputs: PropertySpecs;
}

/** `genesyscloud:index/flow:Flow` for `("flow", "Flow")`. */
export function tokenOf(module: string, name: string): string {
  return `genesyscloud:index/${module}:${name}`;
}
