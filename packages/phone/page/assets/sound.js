// @ts-nocheck It runs in a browser, whose types this project does not load.
// What is heard: recordings are played, other texts are spoken where the browser can speak.

const synthesis = window.speechSynthesis;
/** A browser that never says that it has finished must not stop the call. */
const LONGEST = 4;

export class Sound {
  isOn = true;
  #audio;

  /** Plays or speaks; resolves when it is over, at once where there is nothing to hear. */
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
