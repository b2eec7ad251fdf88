/** A small seeded generator of random choices (mulberry32): the same seed, the same choices. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A fraction in [0, 1). */
  fraction() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer in [low, high]. */
  integer(low, high) {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability) {
    return this.fraction() < probability;
  }

  pick(choices) {
    return choices[this.integer(0, choices.length - 1)];
  }

  /** Between `low` and `high` different ones of the choices. */
  some(choices, low, high) {
    const left = [...choices];
    const count = Math.min(this.integer(low, high), left.length);
    return Array.from({ length: count }, () => left.splice(this.integer(0, left.length - 1), 1)[0]);
  }

  list(low, high, make) {
    return Array.from({ length: this.integer(low, high) }, make);
  }
}
