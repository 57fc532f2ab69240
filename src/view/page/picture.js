// SPDX-License-Identifier: MIT OR Apache-2.0

const mostWaiting = 8; // pictures before the decoder: a second's quarter
const longestWait = 1.5e6; // µs of pictures that are left out for want of a keyframe, before one is asked for
const mostErrors = 3; // in a row, after which it can't be played

/** Decodes pictures and draws the newest, whenever the browser draws. */
export class Picture {
  #canvas;
  #context;
  #events;
  #config = null;
  #decoder = null;
  #awaitingKeyframe = true;
  #leftOutSince = null; // PTS of the first that was left out for want of a keyframe
  #written = new Map(); // of what the decoder has, by PTS
  #newest = null; // decoded and not drawn yet
  #newestWritten; // of that
  #errors = 0;
  #drawn = 0;
  age = 0; // ms, of the picture that was drawn last, as it was

  /** `events`: age(written), onPicture() for each that is drawn, onStuck() where only a new beginning helps, onUnplayable(). */
  constructor(canvas, events) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
    this.#events = events;
  }

  static config(video) {
    return { codec: video.codec, optimizeForLatency: true };
  }

  configure(video) {
    this.#config = Picture.config(video);
    this.#close();
  }

  /** Gives the decoder a unit; what it can't keep up with is left out, up to the next keyframe. */
  decode(record) {
    if (this.#decoder && this.#decoder.decodeQueueSize > mostWaiting)
      this.#awaitingKeyframe = true;
    if (this.#awaitingKeyframe && !record.keyframe)
      return this.#leaveOut(record.pts);
    this.#awaitingKeyframe = false;
    this.#leftOutSince = null;
    try {
      if (this.#decoder?.state !== "configured")
        this.#open();
      this.#written.set(record.pts, record.written);
      this.#decoder.decode(new EncodedVideoChunk({
        type: record.keyframe ? "key" : "delta", timestamp: record.pts, data: record.payload }));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** While the picture moves, keyframes come by themselves; while it stands still none does. */
  #leaveOut(pts) {
    this.#leftOutSince ??= pts;
    if (pts - this.#leftOutSince < longestWait)
      return;
    this.#leftOutSince = pts;
    this.#events.onStuck();
  }

  /** What comes next begins with a keyframe. */
  restart() {
    this.#awaitingKeyframe = true;
  }

  get drawn() {
    return this.#drawn;
  }

  close() {
    this.#close();
    this.#newest?.close();
    this.#newest = null;
  }

  #close() {
    if (this.#decoder && this.#decoder.state !== "closed")
      this.#decoder.close();
    this.#decoder = null;
    this.#written.clear();
    this.#awaitingKeyframe = true;
  }

  #open() {
    this.#decoder = new VideoDecoder({ output: (frame) => this.#decoded(frame), error: (error) => this.#failed(error) });
    this.#decoder.configure(this.#config);
  }

  #failed(error) {
    console.warn(`a picture can't be decoded: ${error.message}`);
    this.#close();
    if (++this.#errors === mostErrors)
      this.#events.onUnplayable();
  }

  #decoded(frame) {
    this.#errors = 0;
    if (this.#newest)
      this.#newest.close();
    else
      requestAnimationFrame(() => this.#draw());
    this.#newest = frame;
    this.#newestWritten = this.#written.get(frame.timestamp);
    for (const pts of this.#written.keys()) {
      if (pts <= frame.timestamp)
        this.#written.delete(pts);
    }
  }

  #draw() {
    const frame = this.#newest;
    this.#newest = null;
    if (!frame)
      return;
    if (this.#canvas.width !== frame.displayWidth || this.#canvas.height !== frame.displayHeight) {
      this.#canvas.width = frame.displayWidth;
      this.#canvas.height = frame.displayHeight;
    }
    this.#context.drawImage(frame, 0, 0);
    if (this.#newestWritten !== undefined)
      this.age = this.#events.age(this.#newestWritten);
    frame.close();
    ++this.#drawn;
    this.#events.onPicture();
  }
}
