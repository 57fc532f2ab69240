// SPDX-License-Identifier: MIT OR Apache-2.0

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Decodes sound and plays it about as soon as it comes. Browsers are silent till the person has clicked or pressed a key. */
export class Sound {
  #config = null;
  #context = null;
  #gain = null;
  #player = null; // the worklet's node
  #decoder = null;
  #loudness = 1;
  #onBlocked;

  /** `onBlocked(blocked)` is told whether the browser waits for a click. */
  constructor(onBlocked) {
    this.#onBlocked = onBlocked;
  }

  static config(audio) {
    const { codec, sampleRate, numberOfChannels, description } = audio;
    return { codec, sampleRate, numberOfChannels, description: bytesOf(description) };
  }

  /** Takes the track's form, or null for no sound. */
  async configure(audio) {
    this.close();
    if (!audio)
      return;
    this.#config = Sound.config(audio);
    const context = new AudioContext({ sampleRate: audio.sampleRate, latencyHint: "interactive" });
    this.#context = context;
    context.onstatechange = () => this.#onBlocked(context.state === "suspended");
    this.#onBlocked(context.state === "suspended");
    await context.audioWorklet.addModule("sound_worklet.js");
    if (this.#context !== context)
      return;
    this.#gain = new GainNode(context, { gain: this.#loudness });
    this.#gain.connect(context.destination);
    this.#player = new AudioWorkletNode(context, "sound", { numberOfInputs: 0, outputChannelCount: [2] });
    this.#player.connect(this.#gain);
  }

  decode(record) {
    if (!this.#config || this.#context?.state !== "running")
      return; // what is not heard now is too late later
    try {
      if (this.#decoder?.state !== "configured") {
        this.#decoder = new AudioDecoder({
          output: (data) => this.#decoded(data), error: (error) => console.warn(`no sound: ${error.message}`) });
        this.#decoder.configure(this.#config);
      }
      this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: record.pts, data: record.payload }));
    } catch (error) {
      console.warn(`no sound: ${error.message}`);
    }
  }

  /** From 0 to 1. */
  set loudness(loudness) {
    this.#loudness = loudness;
    if (this.#gain)
      this.#gain.gain.value = loudness;
  }

  /** The person has clicked. */
  allow() {
    this.#context?.resume();
  }

  close() {
    if (this.#decoder && this.#decoder.state !== "closed")
      this.#decoder.close();
    if (this.#context) {
      this.#context.onstatechange = null;
      this.#context.close();
      this.#onBlocked(false);
    }
    this.#config = this.#decoder = this.#context = this.#gain = this.#player = null;
  }

  #decoded(data) {
    const channels = [];
    for (let channel = 0; channel < 2; ++channel) {
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: Math.min(channel, data.numberOfChannels - 1), format: "f32-planar" });
      channels.push(samples);
    }
    data.close();
    this.#player?.port.postMessage(channels, channels.map((samples) => samples.buffer));
  }
}
