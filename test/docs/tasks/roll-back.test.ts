import type { Organisation } from "../../e2e/harness/organisation.ts";
import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

let original: unknown;
let wrong: unknown;

task("roll-back.md", {
  here: { "20261126T021500000Z": firstRelease },
  elsewhere: {
    "Publish something wrong": async (checkout) => {
      original = await content(await checkout.organisation());
    },
  },
  afterwards: {
    "Publish something wrong": async (checkout) => {
      wrong = await content(await checkout.organisation());
      expect(wrong).not.toEqual(original);
    },
    "Roll back one flow": async (checkout) => {
      const now = await content(await checkout.organisation());
      expect(now).toEqual({ ...(wrong as object), Sales: (original as Record<string, unknown>)["Sales"] });
    },
    "Or roll back the release": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await content(platform)).toEqual(original);
      const { version } = await platform.flow("Common error handler");
      for (const name of ["Claims", "Sales", "Support"])
        expect(await platform.modulesHeld(name)).toContainEqual(
          expect.objectContaining({ name: "Common error handler", version }),
        );
    },
  },
});

/** What callers meet: the published content of each flow without its ownership mark, and the numbers that route to it. */
async function content(platform: Organisation): Promise<Readonly<Record<string, unknown>>> {
  const ivrs = Object.values(await platform.ivrs());
  const own = (await platform.flows()).filter(({ name }) => !name.startsWith("Default "));
  const entries = own.map(async ({ id, name }) => {
    const { description: _, ...body } = await platform.body(name);
    const numbers = ivrs.flatMap((ivr) => (ivr.flowId === id ? ivr.numbers : []));
    return [name, { id, body, numbers: numbers.sort() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The name of the release that `npm start` left. */
async function firstRelease(checkout: Checkout): Promise<string> {
  const { stdout } = await checkout.does("npm run -s flowctl -- releases --stack dev --format json");
  const { releases } = JSON.parse(stdout) as { releases: readonly { name: string }[] };
  return releases.at(-1)?.name ?? "(no release)";
}
