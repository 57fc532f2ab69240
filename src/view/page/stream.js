// SPDX-License-Identifier: MIT OR Apache-2.0
import { Kind, RecordReader, parse } from "./records.js";

const latest = 400; // ms that a record may be late, before all that waits is given up for a new beginning
const pause = 300; // ms between attempts
const patience = 5; // attempts without an answer, after which nobody is there

/** How late records come: the soonest that ever came is taken to have been on time. */
class Punctuality {
  #least = Infinity;

  /** ms that a record took longer than the soonest. */
  add(written, now) {
    this.#least = Math.min(this.#least, now - written);
    return now - written - this.#least;
  }

  /** ms since a record was written, but for what the soonest took. */
  since(written, now) {
    return now - written - this.#least;
  }
}

/** The endless stream from pixelpass. What breaks off, or comes too late as after a stall, is begun anew: at the live picture. */
export class Stream {
  #events;
  #punctuality = new Punctuality();
  #abort = null;
  #restartedAt = -Infinity;

  /** `events`: onBegin(), async onRecord(record), onEnd({message, hint}), after which nothing comes any more. */
  constructor(events) {
    this.#events = events;
  }

  /** Begins, or begins anew; `form` is "units" or "fragments". */
  open(form) {
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.#run(form, this.#abort.signal);
  }

  close() {
    this.#abort?.abort();
  }

  /** ms since the record of that time was written. */
  age(written) {
    return this.#punctuality.since(written, performance.now());
  }

  async #run(form, signal) {
    for (let failures = 0; !signal.aborted && failures < patience; ++failures) {
      try {
        const answer = await fetch(form, { signal, cache: "no-store" });
        if (!answer.ok)
          return this.#end(signal, { message: await answer.text(), hint: "" });
        failures = 0;
        this.#events.onBegin();
        await this.#read(answer.body.getReader(), form, signal);
      } catch (error) {
        if (!signal.aborted)
          console.info(`the stream broke off: ${error.message}`);
      }
      await new Promise((done) => setTimeout(done, pause));
    }
    this.#end(signal, { message: "pixelpass has ended on this machine", hint: "" });
  }

  async #read(reader, form, signal) {
    const records = new RecordReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done)
        return;
      for (const record of records.feed(value)) {
        if (record.kind === Kind.end)
          return this.#end(signal, parse(record));
        const now = performance.now();
        if (this.#punctuality.add(record.written, now) > latest && now > this.#restartedAt + 1000) {
          this.#restartedAt = now;
          return this.open(form);
        }
        await this.#events.onRecord(record);
        if (signal.aborted)
          return;
      }
    }
  }

  #end(signal, why) {
    if (signal.aborted)
      return;
    this.#abort.abort();
    this.#events.onEnd(why);
  }
}
