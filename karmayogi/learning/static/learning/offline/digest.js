// SHA-256 piece by piece: what the browser has takes a whole file in memory at once, and a film is larger than that.
(() => {
  // The first 32 bits behind the point of the cube roots of the first 64 primes; of the square roots of the first eight.
  const primes = [], root = (n, power) => (n ** power % 1) * 2 ** 32 | 0;
  for (let n = 2; primes.length < 64; n++) if (primes.every((one) => n % one)) primes.push(n);
  const K = Int32Array.from(primes, (n) => root(n, 1 / 3)), START = primes.slice(0, 8).map((n) => root(n, 1 / 2));

  // add(bytes) as often as there are some, then hex().
  self.digest = () => {
    const state = Int32Array.from(START), words = new Int32Array(64), rest = new Uint8Array(64);
    let held = 0, length = 0;
    const block = (raw, from) => {
      for (let t = 0; t < 16; t++, from += 4) words[t] = raw[from] << 24 | raw[from + 1] << 16 | raw[from + 2] << 8 | raw[from + 3];
      for (let t = 16; t < 64; t++) {
        const x = words[t - 15], y = words[t - 2];
        words[t] = words[t - 16] + words[t - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let t = 0; t < 64; t++) {
        const one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[t] + words[t] | 0;
        const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
        h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
      }
      state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    };
    const add = (raw) => {
      let from = 0;
      length += raw.length;
      if (held) {
        from = Math.min(64 - held, raw.length);
        rest.set(raw.subarray(0, from), held);
        held += from;
        if (held < 64) return;
        block(rest, 0);
      }
      for (; from + 64 <= raw.length; from += 64) block(raw, from);
      rest.set(raw.subarray(from));
      held = raw.length - from;
    };
    const hex = () => {
      const bits = length * 8, end = new Uint8Array((held < 56 ? 64 : 128) - held), view = new DataView(end.buffer);
      end[0] = 0x80;
      view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
      view.setUint32(end.length - 4, bits);
      add(end);
      return [...state].map((one) => (one >>> 0).toString(16).padStart(8, "0")).join("");
    };
    return { add, hex };
  };
})();
