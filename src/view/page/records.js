// SPDX-License-Identifier: MIT OR Apache-2.0
// The records that the stream is made of; src/view/page_record.h describes them.

export const Kind = { config: 0, video: 1, audio: 2, fragment: 3, status: 4, end: 5 };

const headSize = 24;
const largest = 64 << 20; // bytes; what claims to have more is no stream of ours

function join(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Cuts bytes that come in pieces of any size into records. */
export class RecordReader {
  #rest = new Uint8Array(0);

  /** Whole records in `bytes` and in what was left over before. Throws if it is no stream of ours. */
  *feed(bytes) {
    let rest = this.#rest.length ? join(this.#rest, bytes) : bytes;
    while (rest.length >= headSize) {
      const head = new DataView(rest.buffer, rest.byteOffset, headSize);
      const size = head.getUint32(0);
      if (size > largest)
        throw new Error("a record is too large");
      if (rest.length < headSize + size)
        break;
      yield {
        kind: head.getUint8(4),
        keyframe: head.getUint8(5) === 1,
        pts: Number(head.getBigInt64(8)), // µs
        written: Number(head.getBigInt64(16)) / 1000, // ms, by a clock that runs as ours does
        payload: rest.subarray(headSize, headSize + size),
      };
      rest = rest.subarray(headSize + size);
    }
    this.#rest = rest.slice();
  }
}

/** What a record of JSON says. */
export function parse(record) {
  return JSON.parse(new TextDecoder().decode(record.payload));
}
