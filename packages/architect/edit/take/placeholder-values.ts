import { parseArchy } from "../../archy/parse.ts";
import { type Scalar, substitute } from "../../archy/placeholders.ts";
import type { ArchyDocument } from "../../archy/types.ts";
import { valueAt } from "../../archy/values.ts";
import { dataOf } from "./parts.ts";
import { SamePlaces } from "./same-place.ts";
import { scalarPlaces } from "./scalar-places.ts";
import type { ExportFile } from "./take-export.ts";

/** The values that a version has where a file has placeholders, of those that are a whole value. */
export function placeholderValues(
  { file, text, values }: ExportFile,
  version: ArchyDocument,
): Readonly<Record<string, Scalar>> {
  const filled = substitute(text, values, { file });
  const source = parseArchy(filled.text, { file, filled: filled.filled });
  const same = new SamePlaces(dataOf(source), dataOf(version));
  const found: Record<string, Scalar> = {};
  for (const place of scalarPlaces(filled.text)) {
    const stretch = filled.filled.find(({ from, to }) => place.from <= from && to <= place.to);
    if (place.at === "key" || !stretch || String(place.value) !== filled.text.slice(stretch.from, stretch.to)) continue;
    const now = same.of(place.path);
    const value = now && valueAt(dataOf(version), now);
    if (value !== undefined && value !== null && typeof value !== "object") found[stretch.key] = value;
  }
  return found;
}
