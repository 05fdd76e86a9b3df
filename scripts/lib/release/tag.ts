import { SetUpError } from "@genesys-flows/wrapper/system/say";

/** What must agree before a tag is published. */
export interface Tagged {
  /** `v0.2.0` */
  readonly tag: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** Content of `CHANGELOG.md`. */
  readonly changelog: string;
  /** The GitHub repository in the packages' manifests, `owner/name`. Empty if they do not contain one. */
  readonly repository: string;
  /** The repository in which this release runs. */
  readonly here: string | undefined;
}

/**
 * The notes of a release: the section of its version in the changelog.
 * @throws SetUpError with everything that does not agree with the tag
 */
export function notesOf({ tag, packages, changelog, repository, here }: Tagged): string {
  const version = tag.replace(/^v/, "");
  const section = sectionOf(version, changelog);
  const wrong = packages
    .filter((packed) => `v${packed.version}` !== tag)
    .map((packed) => `${packed.name} has the version ${packed.version}, which does not match the tag ${tag}.`);
  if (section === undefined) wrong.push(`CHANGELOG.md has no section \`## ${version}\`.`);
  else if (section.about === "not released")
    wrong.push(`CHANGELOG.md says that ${version} is not released. Replace that with the date.`);
  if (repository === "" || repository !== here)
    wrong.push(
      `The package manifests name the repository "${repository}", but this repository is "${here ?? ""}". npm publishes provenance only if both are the same: set \`repository\` in scripts/lib/release/names.json.`,
    );
  if (wrong.length > 0 || !section) throw new SetUpError(wrong.join("\n"));
  return section.text;
}

function sectionOf(version: string, changelog: string): { about: string; text: string } | undefined {
  for (const section of changelog.split(/^## /m).slice(1)) {
    const [, found, about = ""] = /^(\S+)(?: \((.*)\))?$/m.exec(section) ?? [];
    if (found === version) return { about, text: `${section.slice(section.indexOf("\n")).trim()}\n` };
  }
  return undefined;
}
