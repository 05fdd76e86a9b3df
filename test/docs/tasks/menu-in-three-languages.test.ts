import { task } from "./task.ts";

task("menu-in-three-languages.md", {
  afterwards: {
    "Publish it": async (checkout) => {
      const platform = await checkout.organisation();
      const { id } = await platform.flow("Helpline");
      expect(Object.values(await platform.ivrs())).toContainEqual(
        expect.objectContaining({ numbers: ["+13175550140"], flowId: id }),
      );
      const { entities = [] } = await platform.architect.getArchitectPrompts({
        pageSize: 100,
        pageNumber: 1,
        includeResources: true,
      });
      const texts = entities
        .filter(({ name }) => name?.startsWith("Helpline_"))
        .map(({ resources = [] }) => resources.map(({ language }) => language).sort());
      expect(texts).toEqual([
        ["en-us", "es-us", "fr-ca"],
        ["en-us", "es-us", "fr-ca"],
      ]);
      const body = await platform.body("Helpline");
      expect(Object.keys(body["supportedLanguages"] ?? {})).toEqual(["en-us", "es-us", "fr-ca"]);
    },
    "Undo it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).not.toHaveProperty("Helpline");
    },
  },
});
