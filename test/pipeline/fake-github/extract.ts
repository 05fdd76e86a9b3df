/** A schema or another part of the description. */
type Part = { readonly [key: string]: unknown };

type Kinds = Record<string, Record<string, unknown>>;

const EVENTS = ["pull-request-opened", "workflow-run-completed"];
const EXAMPLES = ["issue", "issue-comment", "public-user-default-response", "pull-request", "pull-request-simple"];

/** Words for people, and examples that no test uses. */
const LEFT_OUT = new Set(["description", "summary", "externalDocs", "x-github", "tags", "examples", "example"]);

/**
 * The part of GitHub's description that the fake answers by: these operations, the events of the tests, and the schemas
 * that these name. Of the other operations, it has method and path.
 *
 * @param operations `GET /user`
 * @param described `generated/api.github.com.json` of `@octokit/openapi`
 */
export function extractOf(described: Part, operations: readonly string[]): Part {
  const paths = Object.fromEntries(
    Object.entries(at(described, "paths")).map(([path, methods]) => {
      const answered = Object.entries(methods as Part).map(([method, operation]) => {
        const isAnswered = operations.includes(`${method.toUpperCase()} ${path}`);
        return [method, isAnswered ? bare(operation) : {}];
      });
      return [path, Object.fromEntries(answered)];
    }),
  );
  const events = Object.fromEntries(EVENTS.map((name) => [name, bare(at(described, "x-webhooks", name))]));
  const components = named(described, [paths, events]);
  const examples = Object.fromEntries(EXAMPLES.map((name) => [name, at(described, "components", "examples", name)]));
  const { title, version, license } = described["info"] as Part;
  return { info: { title, version, license }, paths, "x-webhooks": events, components: { ...components, examples } };
}

/** The components that some parts name, and those that these name. */
function named(described: Part, parts: unknown): Kinds {
  const found: Kinds = {};
  const waiting = [...refsIn(parts)];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    const [, , kind = "", name = ""] = ref.split("/");
    found[kind] ??= {};
    if (found[kind][name] !== undefined) continue;
    found[kind][name] = bare(at(described, "components", kind, name));
    waiting.push(...refsIn(found[kind][name]));
  }
  return found;
}

/** @throws Error when the description has no such part */
function at(described: Part, ...keys: readonly string[]): Part {
  const found = keys.reduce<unknown>((part, key) => (part as Part | undefined)?.[key], described);
  if (found === undefined) throw new Error(`GitHub's description has no ${keys.join(" › ")}.`);
  return found as Part;
}

/** A part without its words. Under `properties`, keys are the names of properties, and all of them stay. */
function bare(part: unknown, within = ""): unknown {
  if (Array.isArray(part)) return part.map((one) => bare(one));
  if (typeof part !== "object" || part === null) return part;
  const kept = Object.entries(part).filter(([key]) => within === "properties" || !LEFT_OUT.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, bare(value, within === "properties" ? "" : key)]));
}

/** The names of all components in a part. */
export function* refsIn(part: unknown): Generator<string> {
  if (typeof part !== "object" || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === "$ref" && typeof value === "string") yield value;
    else yield* refsIn(value);
  }
}
