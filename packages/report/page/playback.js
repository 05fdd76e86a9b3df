// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Plays conversations step by step. All steps are readable without this script.

for (const player of document.querySelectorAll(".player")) {
  const controls = player.querySelector(".controls");
  const rows = [...player.querySelectorAll("ol > li")];
  const button = (name) => controls.querySelector(`[data-does=${name}]`);
  const speed = controls.querySelector("select");
  const speech = controls.querySelector("[name=speech]");
  let at = -1;
  let timer;
  /** Incremented when playback stops, so that speech which ends late has no effect. */
  let turn = 0;
  let isPlaying = false;

  function stop() {
    isPlaying = false;
    turn += 1;
    clearTimeout(timer);
    globalThis.speechSynthesis?.cancel();
    button("play").textContent = "Play";
  }

  /**
   * Shows a step, or no step for -1.
   * @returns a promise that resolves when the step has been spoken; undefined if it is not spoken
   */
  function show(next) {
    at = next;
    for (const [index, row] of rows.entries()) {
      row.classList.toggle("ahead", at >= 0 && index > at);
      if (index === at) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
    button("back").disabled = at < 1;
    button("step").disabled = at === rows.length - 1;
    controls.querySelector(".progress").textContent = `${at + 1} / ${rows.length}`;
    const row = rows[at];
    const text = row ? [...row.querySelectorAll(".cell")].map((cell) => cell.textContent.trim()).join(". ") : "";
    controls.querySelector(".said").textContent = row ? `Step ${at + 1} of ${rows.length}. ${text}` : "";
    row?.scrollIntoView({ block: "nearest" });
    return row && speech.checked ? speak(row) : undefined;
  }

  /** Speaks the words that are heard, only once if both versions say the same. */
  function speak(row) {
    const said = [...row.querySelectorAll("[data-spoken]")].map((words) => ({
      text: words.textContent,
      side: words.closest(".cell").querySelector(".side-name").textContent.trim(),
    }));
    const isSame = said.every(({ text }) => text === said[0].text);
    const texts = isSame ? said.slice(0, 1).map(({ text }) => text) : said.map(({ side, text }) => `${side}: ${text}`);
    const spoken = texts.map(
      (text) =>
        new Promise((resolve) => {
          const utterance = new SpeechSynthesisUtterance(text);
          utterance.rate = Math.min(Number(speed.value), 2);
          utterance.addEventListener("end", resolve);
          utterance.addEventListener("error", resolve);
          speechSynthesis.speak(utterance);
        }),
    );
    return spoken.length > 0 ? Promise.all(spoken) : undefined;
  }

  function goOn() {
    const own = turn;
    const spoken = show(at + 1);
    const next = () => {
      if (own !== turn) return;
      if (at === rows.length - 1) stop();
      else goOn();
    };
    if (spoken) spoken.then(next);
    else timer = setTimeout(next, Number(rows[at].dataset.ms) / Number(speed.value));
  }

  const does = {
    restart() {
      stop();
      show(0);
    },
    back() {
      stop();
      show(Math.max(0, at - 1));
    },
    step() {
      stop();
      show(Math.min(rows.length - 1, at + 1));
    },
    play() {
      if (isPlaying) return stop();
      if (at === rows.length - 1) at = -1;
      stop();
      isPlaying = true;
      button("play").textContent = "Pause";
      goOn();
    },
  };
  for (const [name, action] of Object.entries(does)) button(name).addEventListener("click", action);

  const keys = { ArrowRight: "step", ArrowLeft: "back", Home: "restart" };
  player.addEventListener("keydown", (event) => {
    const name = keys[event.key];
    if (!name || event.target.matches("select") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    does[name]();
  });
  player.closest("details").addEventListener("toggle", ({ target }) => target.open || stop());
  speech.closest("label").hidden = !globalThis.speechSynthesis;
  speech.addEventListener("change", () => speech.checked || globalThis.speechSynthesis.cancel());
  controls.hidden = false;
  button("back").disabled = true;
}
