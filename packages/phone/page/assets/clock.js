// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// The clock of a call: it can be paused, skipped ahead and run at 10× speed, and waits for speech to finish.

const TICK_MS = 50;
const FAST = 10;

export class Clock {
  now = 0;
  isPaused = false;
  isFast = false;
  #holds = 0;
  #timer;
  #last = 0;
  #tick;

  /** @param tick called after time has passed */
  constructor(tick) {
    this.#tick = tick;
  }

  start(at = 0) {
    this.stop();
    this.now = at;
    this.#holds = 0;
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#pass(), TICK_MS);
    this.#tick();
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** Stops the clock until the returned function is called. */
  hold() {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#holds -= 1;
      isHeld = false;
    };
  }

  skipTo(ms) {
    this.now = Math.max(this.now, ms);
    this.#tick();
  }

  #pass() {
    const at = performance.now();
    const passed = (at - this.#last) * (this.isFast ? FAST : 1);
    this.#last = at;
    if (this.isPaused || this.#holds > 0) return;
    this.now += passed;
    this.#tick();
  }
}
