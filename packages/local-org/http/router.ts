import type { HttpMethod, Route } from "./route.ts";

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/**
 * Finds the route of a request. A literal segment takes precedence over a parameter. Segments are decoded one by one,
 * because a key may contain an escaped slash (`reference/terraform-traces/README.md`).
 */
export class Router {
  readonly #byLength = new Map<number, Compiled[]>();

  /** @throws Error if two routes have the same method and path */
  constructor(routes: readonly Route[]) {
    const seen = new Set<string>();
    for (const route of routes) {
      const segments = route.path.split("/").slice(1);
      const shape = `${route.method} ${segments.map((s) => (isParameter(s) ? "{}" : s)).join("/")}`;
      if (seen.has(shape)) throw new Error(`Two routes have the method and path ${route.method} ${route.path}.`);
      seen.add(shape);
      const list = this.#byLength.get(segments.length) ?? [];
      list.push({ route, segments });
      this.#byLength.set(segments.length, list);
    }
    for (const list of this.#byLength.values()) list.sort((a, b) => rank(a).localeCompare(rank(b)));
  }

  match(method: HttpMethod, path: string): Match | undefined {
    return this.#find(path, (route) => route.method === method);
  }

  methods(path: string): HttpMethod[] {
    const segments = path.split("/").slice(1);
    const candidates = this.#byLength.get(segments.length) ?? [];
    return candidates.filter((c) => bind(c.segments, segments)).map((c) => c.route.method);
  }

  #find(path: string, wanted: (route: Route) => boolean): Match | undefined {
    const segments = path.split("/").slice(1);
    for (const { route, segments: pattern } of this.#byLength.get(segments.length) ?? []) {
      if (!wanted(route)) continue;
      const params = bind(pattern, segments);
      if (params) return { route, params };
    }
    return undefined;
  }
}

const isParameter = (segment: string): boolean => segment.startsWith("{");

function rank({ segments }: Compiled): string {
  return segments.map((segment) => (isParameter(segment) ? "1" : "0")).join("");
}

function bind(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = Object.create(null);
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] as string;
    if (!isParameter(part)) {
      if (part !== segment) return undefined;
      continue;
    }
    if (segment === "") return undefined;
    try {
      params[part.slice(1, -1)] = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
  }
  return params;
}
