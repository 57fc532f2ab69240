// SPDX-License-Identifier: MIT OR Apache-2.0

const reserve = Math.round(0.06 * sampleRate); // samples that wait when it begins: what an uneven line needs
const most = Math.round(0.16 * sampleRate); // more are too late: the oldest go

/** Plays samples as they come; silence where none do. */
class SoundProcessor extends AudioWorkletProcessor {
  #blocks = []; // of two channels each
  #at = 0; // samples of the first that are played already
  #waiting = 0;
  #playing = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#push(data);
  }

  #push(block) {
    this.#blocks.push(block);
    this.#waiting += block[0].length;
    if (this.#waiting > most)
      this.#skip(this.#waiting - reserve);
  }

  #skip(count) {
    this.#waiting -= count;
    for (this.#at += count; this.#blocks.length && this.#at >= this.#blocks[0][0].length;)
      this.#at -= this.#blocks.shift()[0].length;
  }

  process(_, [output]) {
    this.#playing ||= this.#waiting >= reserve;
    for (let done = 0; this.#playing && done < output[0].length;) {
      if (!this.#blocks.length) {
        this.#playing = false;
        break;
      }
      const block = this.#blocks[0];
      const count = Math.min(output[0].length - done, block[0].length - this.#at);
      output.forEach((channel, i) => channel.set(block[i].subarray(this.#at, this.#at + count), done));
      done += count;
      this.#skip(count);
    }
    return true;
  }
}

registerProcessor("sound", SoundProcessor);
