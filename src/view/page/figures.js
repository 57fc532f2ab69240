// SPDX-License-Identifier: MIT OR Apache-2.0

/** The figures over the picture, for who asks for them. */
export class Figures {
  #element;
  #status = null;
  #shownBefore = 0;
  #since = performance.now();

  constructor(element) {
    this.#element = element;
  }

  toggle() {
    this.#element.hidden = !this.#element.hidden;
  }

  /** Writes them anew; `player` is null before there is one. While it is paused, what it shows has no age. */
  update(status, decoder, size, player, paused) {
    this.#status = status;
    const now = performance.now();
    const shown = player?.shown ?? 0;
    const rate = Math.max(0, shown - this.#shownBefore) * 1000 / Math.max(1, now - this.#since);
    this.#shownBefore = shown;
    this.#since = now;
    this.#element.textContent = this.#text(decoder, size, rate, paused ? " · paused" : this.#age(player?.delay ?? 0));
  }

  #age(ours) {
    const { delay_ms } = this.#status;
    return delay_ms > 0 ? ` · you see ${(delay_ms + ours).toFixed(0)} ms ago (${ours.toFixed(0)} of them here)` : "";
  }

  #text(decoder, [width, height], rate, seen) {
    const { path, rtt_ms, bitrate_kbps, fps, lost, waiting } = this.#status;
    if (waiting)
      return "waiting for the host";
    return `${path} · ${rtt_ms.toFixed(1)} ms there and back\n` +
      `${width}x${height} · ${fps.toFixed(0)} fps come, ${rate.toFixed(0)} are shown · ` +
      `${(bitrate_kbps / 1000).toFixed(1)} Mbit/s · ${lost} lost\n${decoder}${seen}`;
  }
}
