/** A page without its layout's white space. */
export async function pageAt(url: string, o: { headers?: Record<string, string> } = {}) {
  const response = await fetch(url, { headers: o.headers });
  return { status: response.status, headers: response.headers, text: (await response.text()).replace(/>\s+</g, "><") };
}

/** The visible text, without tags. */
export const seen = (text: string): string => text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

/** The row of a table that has a text in it. */
export function row(text: string, wanted: string): string {
  const found = text.split("<tr").find((part) => seen(part).includes(wanted));
  if (found === undefined) throw new Error(`No row has '${wanted}'.`);
  return seen(`<tr${found.split("</tr>")[0]}`);
}

/** The section of a page with this heading, up to the next one. */
export function section(text: string, id: string): string {
  const start = text.indexOf(`<h2 id="${id}"`);
  if (start < 0) throw new Error(`The page has no section '${id}'.`);
  const end = text.indexOf("</section>", start);
  return text.slice(start, end);
}

/** The headings of the columns of the first table in a text. */
export function headings(text: string): string[] {
  return [...text.slice(0, text.indexOf("</thead>")).matchAll(/<th scope="col">([^<]*)</g)].map(
    ([, title]) => title as string,
  );
}
