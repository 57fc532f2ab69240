// SPDX-License-Identifier: MIT OR Apache-2.0

const idleAfter = 2000; // ms without the mouse

/** Keys, the mouse, and the bar of buttons. */
export class Controls {
  #wishes;
  #volume = 10; // tenths of what the host gives
  #muted = false;
  #timer = null;

  /** `wishes`: onPause(), onFigures(), onLoudness(0 to 1), onGesture() for each click and key. */
  constructor(wishes) {
    this.#wishes = wishes;
    const on = (id, event, action) => document.getElementById(id).addEventListener(event, action);
    on("pause", "click", () => wishes.onPause());
    on("mute", "click", () => this.#mute());
    on("volume", "input", ({ target }) => this.#turn(Number(target.value) - this.#volume));
    on("show-figures", "click", () => wishes.onFigures());
    on("fill", "click", () => this.#fill());
    document.addEventListener("dblclick", ({ target }) => target.closest("#bar, button") || this.#fill());
    document.addEventListener("keydown", (event) => this.#press(event));
    for (const gesture of ["pointerup", "keydown"])
      document.addEventListener(gesture, () => wishes.onGesture());
    document.addEventListener("pointermove", () => this.#wake());
  }

  showPaused(paused) {
    document.getElementById("pause").textContent = paused ? "go on" : "pause";
  }

  #wake() {
    document.body.classList.remove("idle");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => document.body.classList.add("idle"), idleAfter);
  }

  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey)
      return;
    const keys = {
      f: () => this.#fill(), i: () => this.#wishes.onFigures(), m: () => this.#mute(), " ": () => this.#wishes.onPause(),
      "+": () => this.#turn(1), "=": () => this.#turn(1), "-": () => this.#turn(-1),
    };
    const action = keys[event.key.toLowerCase()];
    if (!action || event.repeat)
      return;
    event.preventDefault(); // else the space bar would also press the button that was clicked last
    action();
  }

  #fill() {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    done.catch((error) => console.info(`no full screen: ${error.message}`));
  }

  #mute() {
    this.#muted = !this.#muted;
    this.#tell();
  }

  #turn(by) {
    this.#volume = Math.min(10, Math.max(0, this.#volume + by));
    this.#muted = false;
    this.#tell();
  }

  #tell() {
    document.getElementById("volume").value = this.#volume;
    document.getElementById("mute").textContent = this.#muted ? "unmute" : "mute";
    this.#wishes.onLoudness(this.#muted ? 0 : this.#volume / 10);
  }
}
