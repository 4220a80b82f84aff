// What this phone keeps between two looks at it. Where nothing can be kept (private windows,
// blocked storage), it is held in memory until the page goes, and nothing throws.

const PREFIX = "phronesis.rooms.";
const memory = new Map();

/** Any JSON value kept under `name`, or `otherwise`. */
export function read(name, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

/** Keep a JSON value. True if it will still be there after the page has gone. */
export function keep(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    memory.delete(name);
    return true;
  } catch {
    return false;
  }
}

/** Forget what was kept under `name`. */
export function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept, so nothing is left.
  }
}
