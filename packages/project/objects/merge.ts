import type { Diagnostic } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import { slug } from "../keys.ts";
import type { DeclaredObject } from "./declared-object.ts";
import { kindRow, ObjectMap } from "./kinds.ts";
import { undeclaredNames } from "./near-miss.ts";

/**
 * Findings about the objects of all files together: `duplicate-object` if two names of a kind are the same for the
 * platform, which ignores case; `similar-objects` if two names result in the same resource name; `object-cycle`; and
 * notes about undeclared names that are similar to a declared name.
 */
export function objectFindings(objects: readonly DeclaredObject[]): Diagnostic[] {
  return [...sameNames(objects), ...formerNames(objects), ...cycles(objects), ...nearMisses(objects)];
}

function sameNames(objects: readonly DeclaredObject[]): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const seen = new ObjectMap<DeclaredObject>();
  const firstWith = new Map<string, DeclaredObject>();
  for (const object of objects) {
    const { kind, name, location } = object;
    const { noun } = kindRow(kind);
    const earlier = seen.get(kind, name);
    if (earlier) {
      const as = earlier.name === name ? "" : ` as \`${earlier.name}\``;
      const message = `The ${noun} \`${name}\` is declared twice: also in ${earlier.file}${as}.`;
      const hint = `Names of ${noun}s are unique in an organisation, regardless of case. Keep one of the two.`;
      findings.push(finding("duplicate-object", message, { hint, location }));
    }
    seen.set(object);
    const resource = `${kind} ${slug(name)}`;
    const similar = firstWith.get(resource);
    if (!similar) firstWith.set(resource, object);
    else if (!earlier) {
      const message = `The ${noun}s \`${name}\` and \`${similar.name}\` would both be the resource \`${slug(name)}\`.`;
      const hint = `Give one of them a name that differs in a letter or digit.`;
      findings.push(finding("similar-objects", message, { hint, location }));
    }
  }
  return findings;
}

/**
 * Findings about earlier names that belong, or belonged, to a different object, because one object cannot become two.
 */
function formerNames(objects: readonly DeclaredObject[]): Diagnostic[] {
  const owners = new ObjectMap(objects);
  return objects.flatMap((object) =>
    object.formerly.flatMap((name, index) => {
      const { kind, locate } = object;
      const owner = owners.get(kind, name);
      if (!owner) owners.set({ ...object, name });
      if (!owner) return [];
      const { noun } = kindRow(kind);
      const whose =
        owner === object ? "is its current name" : `belongs to the ${noun} in ${owner.file}:${owner.location.line}`;
      const message = `The earlier name \`${name}\` of the ${noun} \`${object.name}\` ${whose}.`;
      const hint = "Keep it only in `formerly` of the object that had the name.";
      return [finding("duplicate-object", message, { hint, location: locate(["formerly", index]) })];
    }),
  );
}

/** Findings about objects that depend on each other, so that none of them can be created first. */
function cycles(objects: readonly DeclaredObject[]): Diagnostic[] {
  const all = new ObjectMap(objects);
  const done = new Set<DeclaredObject>();
  const findings: Diagnostic[] = [];
  const visit = (object: DeclaredObject, way: readonly DeclaredObject[]): void => {
    if (done.has(object)) return;
    const from = way.indexOf(object);
    if (from >= 0) {
      const names = [...way.slice(from), object].map(({ name }) => `\`${name}\``).join(" -> ");
      findings.push(
        finding("object-cycle", `Objects refer to each other in a cycle: ${names}.`, {
          hint: "Omit one of these names and set it in the organisation, or use its id instead.",
          location: object.location,
        }),
      );
      return;
    }
    for (const { kind, name } of object.references) {
      const next = all.get(kind, name);
      if (next && !next.existing) visit(next, [...way, object]);
    }
    done.add(object);
  };
  for (const object of objects) visit(object, []);
  return findings;
}

function nearMisses(objects: readonly DeclaredObject[]): Diagnostic[] {
  const all = new ObjectMap(objects);
  const undeclared = undeclaredNames(objects);
  return objects.flatMap(({ references }) =>
    references.flatMap(({ kind, name, location }) => {
      const about = all.get(kind, name) ? undefined : undeclared(kind, name);
      return about ? [finding("undeclared-object", about.message, { hint: about.hint, location })] : [];
    }),
  );
}
