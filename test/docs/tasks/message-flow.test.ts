import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

const PAGE = { pageSize: 100, pageNumber: 1 };

/** What an administrator chooses under Message Routing: the flow that takes the messages to the address of the organisation. */
async function routeMessages(checkout: Checkout, flow: { readonly id: string } | null) {
  const platform = await checkout.organisation();
  const [recipient] = (await platform.routing.getRoutingMessageRecipients(PAGE)).entities ?? [];
  const body = { ...recipient, flow } as unknown as Parameters<typeof platform.routing.putRoutingMessageRecipient>[1];
  await platform.routing.putRoutingMessageRecipient(String(recipient?.id), body);
}

task("message-flow.md", {
  before: async (checkout) => {
    const seed = "local/organisation.yaml";
    checkout.write(seed, `${checkout.read(seed)}\nmessageRecipients: [{name: Website, messengerType: webmessaging}]\n`);
  },
  elsewhere: {
    "Route messages to it": async (checkout) => {
      const { id } = await (await checkout.organisation()).flow("Web messages");
      await routeMessages(checkout, { id });
    },
    "Delete the flow": (checkout) => routeMessages(checkout, null),
  },
  afterwards: {
    "Publish it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.flow("Web messages")).toMatchObject({
        type: expect.stringMatching(/^inboundShortMessage$/i),
      });
      expect(await platform.queuesUsedBy("Web messages")).toEqual(["Claims", "Messages"]);
    },
    "Undo it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).toHaveProperty("Web messages", "1.0");
    },
    "Delete the flow": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).not.toHaveProperty("Web messages");
      expect(await platform.queues()).not.toContain("Messages");
    },
  },
});
