// SPDX-License-Identifier: MIT OR Apache-2.0
import { Kind } from "./records.js";
import { Picture } from "./picture.js";
import { Sound } from "./sound.js";

async function supports(Decoder, config) {
  try {
    return (await Decoder.isConfigSupported(config)).supported;
  } catch {
    return false;
  }
}

/** Plays units with the browser's decoders: each as soon as it has come. */
export class WebCodecsPlayer {
  static form = "units";
  static title = "WebCodecs";
  #picture;
  #sound;
  #audio = "null"; // what that plays, in JSON

  /** `events`: age(written), onPicture(), onStuck(), onUnplayable(), onBlocked(blocked). */
  constructor({ canvas }, events) {
    canvas.hidden = false;
    this.#picture = new Picture(canvas, events);
    this.#sound = new Sound(events.onBlocked);
  }

  static async canPlay({ video, audio }) {
    return "VideoDecoder" in window && await supports(VideoDecoder, Picture.config(video)) &&
      (!audio || ("AudioDecoder" in window && await supports(AudioDecoder, Sound.config(audio))));
  }

  configure(config) {
    this.#picture.configure(config.video);
    const audio = JSON.stringify(config.audio);
    if (audio === this.#audio)
      return; // and it goes on
    this.#audio = audio;
    this.#sound.configure(config.audio).catch((error) => console.warn(`no sound: ${error.message}`));
  }

  begin() {
    this.#picture.restart();
  }

  take(record) {
    if (record.kind === Kind.video)
      this.#picture.decode(record);
    else if (record.kind === Kind.audio)
      this.#sound.decode(record);
  }

  set loudness(loudness) {
    this.#sound.loudness = loudness;
  }

  allowSound() {
    this.#sound.allow();
  }

  /** Pictures that were shown, and how late the last of them was here, in ms. */
  get shown() {
    return this.#picture.drawn;
  }

  get delay() {
    return this.#picture.age;
  }

  close() {
    this.#picture.close();
    this.#sound.close();
  }
}
