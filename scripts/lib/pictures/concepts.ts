import { Drawing } from "./drawing.ts";

/** The pictures on the pages in `docs/concepts`, by name. */
export const conceptPictures: Readonly<Record<string, () => Drawing>> = {
  snapshots,
  ownership,
  drift,
  "flow-versions": flowVersions,
  environments,
};

function snapshots(): Drawing {
  const drawing = new Drawing({
    size: [760, 270],
    title: "A module and two callers over time: each caller is stale until it is published again.",
  });
  const row = (y: number, name: string) => drawing.text({ x: 10, y: y + 28, text: name, style: "bold" });
  row(50, "PIN authentication");
  drawing.box({ x: 160, y: 50, width: 180, lines: ["version 1.0"] });
  drawing.box({ x: 345, y: 50, width: 405, lines: ["version 2.0"], kind: "new" });
  row(110, "Sales");
  drawing.box({ x: 160, y: 110, width: 180, lines: ["version 1.0", "holds module 1.0"] });
  drawing.box({ x: 345, y: 110, width: 130, lines: ["version 1.0", "holds module 1.0"], kind: "stale" });
  drawing.box({ x: 480, y: 110, width: 270, lines: ["version 2.0", "holds module 2.0"], kind: "new" });
  row(180, "Support");
  drawing.box({ x: 160, y: 180, width: 180, lines: ["version 1.0", "holds module 1.0"] });
  drawing.box({ x: 345, y: 180, width: 265, lines: ["version 1.0", "holds module 1.0"], kind: "stale" });
  drawing.box({ x: 615, y: 180, width: 135, lines: ["version 2.0", "holds module 2.0"], kind: "new" });
  drawing.text({ x: 345, y: 30, text: "module published" }).text({ x: 480, y: 30, text: "Sales published" });
  drawing.text({ x: 615, y: 30, text: "Support published" });
  for (const x of [342, 477, 612]) drawing.arrow({ from: [x, 36], to: [x, 244] });
  return drawing.text({ x: 160, y: 262, text: "Orange: a stale caller. Its callers still hear module 1.0." });
}

function ownership(): Drawing {
  const drawing = new Drawing({
    size: [760, 300],
    title: "What the stack prod does with a flow: it updates its own flows, and refuses those of others.",
  });
  drawing.box({ x: 10, y: 115, width: 170, lines: ["Stack prod", "has a flow Sales"] });
  drawing.text({ x: 430, y: 20, text: "The flow Sales in the organisation", style: "bold" });
  const cases = [
    { y: 30, kind: "new", lines: ["does not exist", "The stack creates it."] },
    { y: 90, kind: "new", lines: ["managed by voice/prod/sales", "The mark of this stack: the stack updates it."] },
    { y: 150, kind: "other", lines: ["managed by mail/prod/sales", "The mark of another stack: refused."] },
    { y: 210, kind: "stale", lines: ["no mark", "Made by hand: refused, until you adopt it."] },
  ] as const;
  for (const { y, ...box } of cases)
    drawing.box({ x: 430, y, width: 320, ...box }).arrow({ from: [184, 139], to: [426, y + 24] });
  return drawing.text({
    x: 10,
    y: 290,
    text: "The state also holds the id of the organisation. With credentials for a different one, an update changes nothing.",
  });
}

function drift(): Drawing {
  return new Drawing({
    size: [760, 300],
    title: "Source, state and live state: a change makes the source differ from the state, drift the live state.",
  })
    .box({ x: 10, y: 40, width: 200, lines: ["Source", "files in Git:", "the desired state"] })
    .box({ x: 285, y: 40, width: 190, lines: ["State", "what the last update", "published"] })
    .box({ x: 550, y: 40, width: 200, lines: ["Live state", "what the organisation has", "and callers hear"] })
    .arrow({ from: [214, 72], to: [281, 72], label: "change", at: [222, 64] })
    .arrow({ from: [546, 72], to: [479, 72], label: "drift", at: [500, 64], isDashed: true })
    .box({
      x: 550,
      y: 170,
      width: 200,
      lines: ["In Architect", "somebody publishes, renames", "or deletes a flow"],
      kind: "stale",
    })
    .arrow({ from: [650, 166], to: [650, 109] })
    .arrow({ from: [546, 135], to: [214, 135], label: "take: the change becomes source", at: [286, 128] })
    .arrow({ from: [214, 180], to: [546, 180], label: "up --refresh: the source is published", at: [286, 173] })
    .text({
      x: 10,
      y: 272,
      text: "Every preview compares all three. An update publishes what differs between source and state,",
    })
    .text({ x: 10, y: 290, text: "and stops at drift in a flow that it would overwrite (onDrift: fail)." });
}

function flowVersions(): Drawing {
  const drawing = new Drawing({
    size: [760, 250],
    title: "Published versions of a flow, and the commits that belong to them.",
  });
  const versions = [
    { x: 130, lines: ["1.0", "digest 3f2a"], commit: "commit a", isTaken: false },
    { x: 290, lines: ["2.0", "digest 91c0"], commit: "commit b", isTaken: false },
    { x: 450, lines: ["3.0", "digest d7e4"], kind: "stale", commit: "commit c", isTaken: true },
    { x: 610, lines: ["4.0", "digest 91c0"], kind: "new", commit: "commit d", isTaken: false },
  ] as const;
  drawing
    .text({ x: 10, y: 100, text: "Sales", style: "bold" })
    .text({ x: 10, y: 193, text: "Source in Git", style: "bold" });
  for (const { x, commit, isTaken, ...box } of versions) {
    drawing.box({ x, y: 70, width: 130, ...box }).box({ x, y: 170, width: 130, lines: [commit], kind: "quiet" });
    const ends = [
      [x + 60, 166],
      [x + 60, 122],
    ] as const;
    drawing.arrow({ from: ends[isTaken ? 1 : 0], to: ends[isTaken ? 0 : 1], label: isTaken ? "take" : "up" });
  }
  drawing.text({ x: 450, y: 36, text: "published by a" }).text({ x: 450, y: 54, text: "person in Architect" });
  drawing.text({ x: 610, y: 36, text: "rollback to 2.0:" }).text({ x: 610, y: 54, text: "the same digest" });
  return drawing.text({
    x: 130,
    y: 235,
    text: "Each publication makes the next version, even with the content of an earlier one.",
  });
}

function environments(): Drawing {
  const drawing = new Drawing({
    size: [760, 330],
    title: "The same flow files in three stacks, each with its organisation, state, values and levels of rules.",
  });
  drawing.box({ x: 10, y: 120, width: 170, lines: ["One repository", "flows/, index.ts,", "policies/"] });
  const stacks = [
    { y: 20, name: "dev", organisation: ["embedded organisation", "no account"] },
    { y: 120, name: "test", organisation: ["organisation in a region", "credentials of test"] },
    { y: 220, name: "prod", organisation: ["organisation in a region", "credentials of prod"] },
  ];
  for (const { y, name, organisation } of stacks) {
    drawing.box({
      x: 260,
      y,
      width: 220,
      lines: [`Stack ${name}`, `Pulumi.${name}.yaml: values,`, "levels of the rules; state"],
    });
    drawing.box({ x: 550, y, width: 200, height: 65, lines: organisation, kind: name === "dev" ? "new" : "plain" });
    drawing.arrow({ from: [184, 152], to: [256, y + 32] }).arrow({ from: [484, y + 32], to: [546, y + 32] });
  }
  drawing.arrow({ from: [350, 87], to: [350, 117], label: "promote", at: [360, 107] });
  return drawing.arrow({ from: [350, 187], to: [350, 217], label: "promote", at: [360, 207] }).text({
    x: 260,
    y: 315,
    text: "Promotion: prod publishes only the sources that the stack before it runs.",
  });
}
