// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Audio: plays recordings, and speaks all other text if the browser supports speech synthesis.

const synthesis = window.speechSynthesis;
/** Time limit in case a browser never reports the end of speech: the call must not hang. */
const LONGEST = 4;

export class Sound {
  isOn = true;
  #audio;

  /** Plays a recording or speaks text. Resolves at the end, or immediately if there is nothing to play. */
  async play({ text, language, recordings = [], lastsMs }) {
    this.stop();
    if (!this.isOn) return;
    const longest = new Promise((over) => setTimeout(over, LONGEST * lastsMs + 2000));
    if (recordings.length > 0) await Promise.race([this.#recordings(recordings), longest]);
    else if (synthesis?.getVoices().length > 0) await Promise.race([spoken(text, language), longest]);
  }

  stop() {
    synthesis?.cancel();
    this.#audio?.pause();
    this.#audio = undefined;
  }

  async #recordings(addresses) {
    for (const address of addresses) {
      const audio = new Audio(address);
      this.#audio = audio;
      await new Promise((over) => {
        for (const event of ["ended", "error", "pause"]) audio.addEventListener(event, over, { once: true });
        audio.play().catch(over);
      });
      if (this.#audio !== audio) return;
    }
  }
}

function spoken(text, language) {
  return new Promise((over) => {
    const words = new SpeechSynthesisUtterance(text);
    if (language) words.lang = language;
    const start = language?.slice(0, 2).toLowerCase();
    words.voice = synthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(start ?? "")) ?? null;
    words.onend = over;
    words.onerror = over;
    synthesis.speak(words);
  });
}
