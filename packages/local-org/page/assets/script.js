// @ts-nocheck This script runs in a browser, whose types this project does not load. Small aids: times in the reader's
// own time zone, filtering while typing, copying, following the log. The page works without this script.

const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const seconds = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.textContent = (time.dataset.form === "seconds" ? seconds : short).format(at);
    time.title = time.dateTime;
  }
}
localTimes(document);

for (const input of document.querySelectorAll("input[data-filters]")) {
  const rows = document.querySelectorAll(`${input.dataset.filters} tbody tr`);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset.words.includes(wanted);
  });
}

for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.querySelector(button.dataset.copies);
    const status = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(text);
      status.textContent = "Selected: copy it by hand.";
    }
  });
}

const follow = document.querySelector("#follow");
const log = document.querySelector("[data-follows]");
if (follow && log) {
  follow.parentElement.hidden = false;
  let timer;
  const again = async () => {
    try {
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-follows]");
      localTimes(fresh);
      if (!log.contains(document.activeElement)) log.replaceChildren(...fresh.childNodes);
      timer = setTimeout(again, 2000);
    } catch {
      follow.checked = false;
    }
  };
  follow.addEventListener("change", () => {
    clearTimeout(timer);
    if (follow.checked) again();
  });
}
