// Receiving: one stream of frames, and asking every three seconds where streams are blocked.
//
// Frames of a view have consecutive numbers. Whoever comes back names the last one it saw and
// misses nothing; a frame seen twice is left aside. The server sends a heartbeat every five
// seconds, so ten silent seconds mean that something between us holds the stream back.

const SILENT = 10_000;
const ASK_EVERY = 3_000;
const ASKS_BEFORE_LISTENING = 10;

/** The room as this view may see it now: {view, seq, state}. Throws the answer unless it is 200. */
export async function roomNow(room, view) {
  const answer = await fetch(`/rooms/${room}?view=${view}`, { cache: "no-store" });
  if (!answer.ok) throw answer;
  return answer.json();
}

/** Follow a view of a room from the frame after `seq`; `take` gets each frame once, in order. */
export class Follower {
  constructor({ room, view, seq, take, gone = () => {} }) {
    Object.assign(this, { room, view, seq, take, gone, stopped: false, wake: () => {} });
    for (const name of ["online", "pageshow", "focus"]) addEventListener(name, () => this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
  }

  stop() {
    this.stopped = true;
    this.stream?.abort();
    this.wake();
  }

  async run() {
    while (!this.stopped) {
      const heard = await this.listen();
      const asks = heard ? 1 : ASKS_BEFORE_LISTENING;
      for (let n = 0; n < asks && !this.stopped; n += 1) {
        await this.ask();
        await this.pause(ASK_EVERY);
      }
    }
  }

  // True once anything came through the stream: then it is worth listening again soon.
  async listen() {
    this.stream = new AbortController();
    let heard = false;
    let watch = setTimeout(() => this.stream.abort(), SILENT);
    try {
      const answer = await this.get("text/event-stream", this.stream.signal);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        heard = true;
        clearTimeout(watch);
        watch = setTimeout(() => this.stream.abort(), SILENT);
        rest = this.cut(rest + part.value);
      }
    } catch {
      // Silent, dropped or refused: asking follows.
    } finally {
      clearTimeout(watch);
    }
    return heard;
  }

  // Whole messages are taken; what is not yet whole is given back.
  cut(text) {
    const messages = text.split("\n\n");
    const rest = messages.pop();
    for (const message of messages) {
      const fields = Object.fromEntries(message.split("\n").map(field));
      if (fields.data) this.accept({ ...JSON.parse(fields.data), seq: Number(fields.id) });
    }
    return rest;
  }

  async ask() {
    try {
      const answer = await this.get("application/json", AbortSignal.timeout(SILENT));
      const { frames } = await answer.json();
      frames.forEach((frame) => this.accept(frame));
    } catch {
      // Away. The page stays as it is, without a word.
    }
  }

  async get(accept, signal) {
    const address = `/rooms/${this.room}/events?view=${this.view}&after=${this.seq}`;
    const answer = await fetch(address, { headers: { Accept: accept }, signal, cache: "no-store" });
    if ([401, 403, 404, 410].includes(answer.status)) {
      this.stop();
      this.gone(answer.status);
    }
    if (!answer.ok) throw answer;
    return answer;
  }

  // A hole means that an answer was cut short: the next asking fills it.
  accept(frame) {
    if (frame.seq !== this.seq + 1) return;
    this.seq = frame.seq;
    this.take(frame);
  }

  pause(milliseconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

function field(line) {
  const at = line.indexOf(":");
  return [line.slice(0, at), line.slice(at + 1).trim()];
}
