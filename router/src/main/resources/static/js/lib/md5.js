// MD5 as RFC 1321 has it, to check what the router says.

const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

const SINES = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

const ROUNDS = [
  { mix: (b, c, d) => (b & c) | (~b & d), word: (i) => i },
  { mix: (b, c, d) => (b & d) | (c & ~d), word: (i) => 5 * i + 1 },
  { mix: (b, c, d) => b ^ c ^ d, word: (i) => 3 * i + 5 },
  { mix: (b, c, d) => c ^ (b | ~d), word: (i) => 7 * i },
];

const rotate = (word, by) => (word << by) | (word >>> (32 - by));

/** The bytes, a 1 bit, zeros, and the length in bits, up to whole blocks of 64 bytes. */
function padded(bytes) {
  const blocks = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(blocks.buffer).set(bytes);
  blocks.setUint8(bytes.length, 0x80);
  blocks.setBigUint64(blocks.byteLength - 8, BigInt(bytes.length) * 8n, true);
  return blocks;
}

function digestBlock(sum, blocks, at) {
  let [a, b, c, d] = sum;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const { mix, word } = ROUNDS[round];
    const x = blocks.getUint32(at + 4 * (word(i) % 16), true);
    const turned = rotate((a + mix(b, c, d) + x + SINES[i]) | 0, SHIFTS[round][i % 4]);
    [a, b, c, d] = [d, (b + turned) | 0, b, c];
  }
  return [a, b, c, d].map((word, i) => (word + sum[i]) | 0);
}

/** The digest of these bytes, in hex. */
export function md5(bytes) {
  const blocks = padded(bytes);
  let sum = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < blocks.byteLength; at += 64) sum = digestBlock(sum, blocks, at);
  const digest = new DataView(new ArrayBuffer(16));
  sum.forEach((word, i) => digest.setInt32(4 * i, word, true));
  return Array.from(new Uint8Array(digest.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
