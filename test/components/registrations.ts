import { type Judged, judgeBy } from "@genesys-flows/components";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

/** One resource that the engine would register. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** URN of the parent. */
  readonly parent: string;
  readonly importId: string;
  readonly protect: boolean;
  readonly aliases: readonly string[];
  /** Input -> names of the resources that it comes from: the edges. */
  readonly edges: Record<string, string[]>;
  /** Lines of source that the state would contain. */
  readonly positions: number;
}

interface RegisterRequest {
  getSourceposition(): unknown;
  getStacktrace(): { getFramesList(): unknown[] } | undefined;
  getType(): string;
  getName(): string;
  getParent(): string;
  getImportid(): string;
  getProtect(): boolean;
  getAliasesList(): { getSpec(): { getName(): string } | undefined; getUrn(): string }[];
  getPropertydependenciesMap(): {
    entries(): { next(): { done: boolean; value: [string, { getUrnsList(): string[] }] } };
  };
}

let requests: RegisterRequest[] = [];
let inputs = new Map<string, Record<string, unknown>>();

/** What judges by no rules. */
const gate: Judged["gate"] = {
  enforcement: { rules: [], today: "2026-01-01" },
  apply: (findings) => ({ findings, exempted: [] }),
  testsOf: () => undefined,
  shown: ({ finding }) => finding,
};

/** Lets Pulumi run without an engine, and programs without rules. Ids are `id-<name>`, of what is looked up `found-<kind>-<name>`. */
export async function mockEngine(): Promise<void> {
  judgeBy(async (project) => ({ project, gate, violations: [], findings: [] }));
  const original = MockMonitor.prototype.registerResource;
  MockMonitor.prototype.registerResource = function (this: MockMonitor, request: RegisterRequest, callback: never) {
    requests.push(request);
    return original.call(this, request, callback);
  };
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: given }) => {
        inputs.set(`${type} ${name}`, given);
        return { id: `id-${name}`, state: given };
      },
      call: ({ token, inputs: given }) =>
        token.endsWith(":getNamedObject") ? { id: `found-${given["kind"]}-${given["name"]}` } : {},
    },
    "genesys-flows",
    "test",
  );
}

/** What the program of a stack registers, in order; without the stack and its inventory. @param root of its project */
export async function registrations(root: string, program: () => unknown): Promise<Registration[]> {
  requests = [];
  inputs = new Map();
  const cwd = jest.spyOn(process, "cwd").mockReturnValue(root);
  try {
    await pulumi.runtime.runInPulumiStack(async () => void (await program()));
    await pulumi.runtime.disconnect();
  } finally {
    cwd.mockRestore();
  }
  const own = requests.filter((request) => !/:(Stack|Inventory)$/.test(request.getType()));
  return own.map((request) => ({
    type: request.getType(),
    name: request.getName(),
    inputs: inputs.get(`${request.getType()} ${request.getName()}`) ?? {},
    parent: request.getParent(),
    importId: request.getImportid(),
    protect: request.getProtect(),
    aliases: request.getAliasesList().map((alias) => alias.getSpec()?.getName() ?? alias.getUrn()),
    edges: Object.fromEntries(
      [...iterate(request.getPropertydependenciesMap().entries())]
        .map(([property, dependencies]) => [property, dependencies.getUrnsList().map(nameOf)] as const)
        .filter(([, names]) => names.length > 0),
    ),
    positions: (request.getSourceposition() ? 1 : 0) + (request.getStacktrace()?.getFramesList().length ?? 0),
  }));
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) as string;
}

/** Maps of google-protobuf hand out iterators that are not iterable. */
function* iterate<T>(iterator: { next(): { done: boolean; value: T } }): Generator<T> {
  for (let step = iterator.next(); !step.done; step = iterator.next()) yield step.value;
}
