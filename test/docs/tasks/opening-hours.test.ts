import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

const PAGE = { pageSize: 100, pageNumber: 1 };

/** The schedules, and the emergency groups with the flow of each, that the organisation has. */
async function hoursOf(checkout: Checkout) {
  const { architect } = await checkout.organisation();
  const { entities: schedules = [] } = await architect.getArchitectSchedules(PAGE);
  const { entities: groups = [] } = await architect.getArchitectSchedulegroups(PAGE);
  const names = new Map(schedules.map(({ id, name }) => [id, name]));
  const { entities: emergencies = [] } = await architect.getArchitectEmergencygroups(PAGE);
  return {
    holidays: groups.flatMap(({ holidaySchedules = [] }) => holidaySchedules.map(({ id }) => names.get(id))),
    emergencies,
  };
}

task("opening-hours.md", {
  elsewhere: {
    "Turn it on": async (checkout) => {
      const { architect } = await checkout.organisation();
      const [group] = (await hoursOf(checkout)).emergencies;
      if (!group?.id) throw new Error("The organisation has no emergency group.");
      await architect.putArchitectEmergencygroup(group.id, { ...group, enabled: true });
    },
    "Undo it": async (checkout) => {
      const { architect } = await checkout.organisation();
      const [group] = (await hoursOf(checkout)).emergencies;
      if (!group?.id) throw new Error("The organisation has no emergency group.");
      await architect.putArchitectEmergencygroup(group.id, { ...group, enabled: false });
    },
  },
  afterwards: {
    "Publish it": async (checkout) => {
      expect((await hoursOf(checkout)).holidays).toEqual(["Christmas", "New Year"]);
      expect(await (await checkout.organisation()).versions()).toHaveProperty("Front desk", "1.0");
    },
    "Prepare for an emergency": async (checkout) => {
      const platform = await checkout.organisation();
      const [group] = (await hoursOf(checkout)).emergencies;
      const { id } = await platform.flow("Storm");
      const frontDesk = (await platform.ivrEntities()).filter(({ dnis }) => dnis?.includes("+13175550150"));
      expect(group).toMatchObject({
        name: "Storm",
        enabled: false,
        emergencyCallFlows: [{ emergencyFlow: { id }, ivrs: frontDesk.map((ivr) => ({ id: ivr.id })) }],
      });
    },
    "Turn it on": async (checkout) => {
      expect((await hoursOf(checkout)).emergencies).toEqual([expect.objectContaining({ enabled: true })]);
    },
    "Undo it": async (checkout) => {
      expect(await hoursOf(checkout)).toEqual({ holidays: ["Christmas"], emergencies: [] });
      expect(await (await checkout.organisation()).versions()).not.toHaveProperty("Storm");
    },
  },
});
