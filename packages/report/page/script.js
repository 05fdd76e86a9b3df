// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Draws diagrams when they are opened, filters flows as you type, and reloads a served page. All text is readable
// without this script.

if (globalThis.mermaid) {
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: "neutral", suppressErrorRendering: true });
}

let drawn = 0;
async function draw(details) {
  const source = details.querySelector("pre");
  const place = details.querySelector(".drawing");
  if (!globalThis.mermaid || place.dataset.drawn) return;
  place.dataset.drawn = "begun";
  drawn += 1;
  try {
    const { svg } = await mermaid.render(`diagram-${drawn}`, source.textContent);
    place.innerHTML = svg;
    source.hidden = true;
    place.dataset.drawn = "yes";
  } catch {
    // Keep showing the source.
    place.dataset.drawn = "no";
  }
}
for (const details of document.querySelectorAll("details.diagram")) {
  details.addEventListener("toggle", () => details.open && draw(details));
}

const filter = document.querySelector(".filter");
if (filter) {
  const input = filter.querySelector("input");
  const status = filter.querySelector("[role=status]");
  const flows = [...document.querySelectorAll(".flow")];
  filter.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const flow of flows) flow.hidden = !flow.textContent.toLowerCase().includes(wanted);
    const shown = flows.filter((flow) => !flow.hidden).length;
    status.textContent = wanted === "" ? "" : `${shown} of ${flows.length}`;
  });
}

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not(.diagram)")) details.open = true;
});

const { version, changes } = document.documentElement.dataset;
if (changes) {
  new EventSource(changes).addEventListener("message", ({ data }) => {
    if (data !== version) location.reload();
  });
}
