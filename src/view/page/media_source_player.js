// SPDX-License-Identifier: MIT OR Apache-2.0
import { Kind } from "./records.js";

const turn = 100; // ms
const aim = 0.08; // s behind what has come: what an uneven line needs
const aimWithSound = 0.25; // with less the browser runs out of sound, and then stops for longer
const tooFar = 0.4; // s from the aim, from where on it jumps; nearer, it plays so much faster or slower:
const speedPerSecond = 1;
const mostSpeed = 0.1;
const drift = 1e-3; // how much faster than ours the host's clock may run
const kept = 10; // s of what was played
const mostWaiting = 8 << 20; // bytes

function mimeType({ video, audio }) {
  return `video/mp4; codecs="${[video.codec, ...(audio ? [audio.codec] : [])].join(", ")}"`;
}

function sizeOf(pieces) {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function joined(pieces) {
  const whole = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Plays an MP4 by the browser's own player, and keeps that at the live edge. */
export class MediaSourcePlayer {
  static form = "fragments";
  static title = "MSE";
  #video;
  #events;
  #config = null;
  #buffer = null;
  #waiting = [];
  #first = null; // PTS of the first fragment, which is time 0, s
  #edge = -Infinity; // PTS of what comes soonest at the moment, minus our clock, s
  #edgeAt = 0; // when that was looked at
  #timer;

  /** `events`: onPicture(), onStuck() where only a new beginning helps, onUnplayable(), onBlocked(blocked). */
  constructor({ canvas, video }, events) {
    canvas.hidden = true;
    video.hidden = false;
    this.#video = video;
    this.#events = events;
    video.onerror = () => events.onUnplayable();
    video.onloadeddata = () => events.onPicture();
    this.#timer = setInterval(() => this.#steer(), turn);
  }

  static async canPlay(config) {
    return "MediaSource" in window && MediaSource.isTypeSupported(mimeType(config));
  }

  configure(config) {
    this.#config = config;
    const source = new MediaSource();
    this.#release();
    source.onsourceopen = () => {
      source.duration = Infinity;
      this.#buffer = source.addSourceBuffer(mimeType(config));
      this.#buffer.onupdateend = () => this.#append();
      this.#append();
    };
    this.#video.src = URL.createObjectURL(source);
    this.#video.play().catch(() => this.#playMuted());
  }

  /** Browsers play no sound till the person has clicked. */
  #playMuted() {
    if (this.#video.error)
      return;
    this.#video.muted = true;
    this.#events.onBlocked(this.#config.audio !== null);
    this.#video.play().catch((error) => console.warn(`it does not play: ${error.message}`));
  }

  begin() {} // with a config, and so a new MP4

  take(record) {
    if (record.kind !== Kind.fragment || !this.#config)
      return;
    const pts = record.pts / 1e6;
    this.#first ??= pts;
    const now = performance.now() / 1000;
    this.#edge = Math.max(this.#edge - drift * (now - this.#edgeAt), pts - now);
    this.#edgeAt = now;
    this.#waiting.push(record.payload);
    if (sizeOf(this.#waiting) > mostWaiting) // in a tab that is hidden it may not even begin
      return document.hidden ? this.#events.onStuck() : this.#events.onUnplayable();
    this.#append();
  }

  #append() {
    if (!this.#buffer || this.#buffer.updating || !this.#waiting.length)
      return;
    try {
      const played = this.#video.currentTime - kept;
      if (this.#buffer.buffered.length && this.#buffer.buffered.start(0) < played - kept)
        this.#buffer.remove(0, played);
      else
        this.#buffer.appendBuffer(joined(this.#waiting.splice(0)));
    } catch (error) {
      console.warn(`the browser's player takes nothing: ${error.message}`);
    }
  }

  /** s that what is shown is behind what has come. */
  get #behind() {
    return performance.now() / 1000 + this.#edge - this.#first - this.#video.currentTime;
  }

  #steer() {
    if (this.#first === null || this.#video.readyState < HTMLMediaElement.HAVE_METADATA)
      return;
    const wanted = this.#config.audio ? aimWithSound : aim;
    const late = this.#behind - wanted;
    if (Math.abs(late) > tooFar)
      this.#video.currentTime = Math.max(0, this.#video.currentTime + late);
    this.#video.playbackRate = 1 + Math.max(-mostSpeed, Math.min(mostSpeed, Math.round(speedPerSecond * late * 100) / 100));
  }

  set loudness(loudness) {
    this.#video.volume = loudness;
  }

  allowSound() {
    this.#video.muted = false;
    this.#events.onBlocked(false);
  }

  get shown() {
    return this.#video.getVideoPlaybackQuality().totalVideoFrames;
  }

  get delay() {
    return this.#first === null ? 0 : Math.max(0, this.#behind * 1000);
  }

  #release() {
    if (this.#video.src)
      URL.revokeObjectURL(this.#video.src);
    this.#buffer = null;
    this.#waiting = [];
    this.#first = null;
    this.#edge = -Infinity;
  }

  close() {
    clearInterval(this.#timer);
    this.#video.onerror = this.#video.onloadeddata = null;
    this.#release();
    this.#video.removeAttribute("src");
    this.#video.load();
    this.#video.hidden = true;
  }
}
