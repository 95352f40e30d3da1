// The six digits that an authenticator app shows (RFC 6238), so that a journey can sign in with a second factor.
// Written here rather than taken from the program, so that a mistake of ours there does not agree with itself.
import { createHmac } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The bytes of a base32 text (RFC 4648); spaces, case and padding do not matter, as people type such secrets. */
export function base32 (text) {
  const bytes = []
  let bits = 0
  let value = 0
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const five = ALPHABET.indexOf(letter)
    if (five < 0) throw new Error(`\`${letter}\` is not a base32 letter`)
    value = (value << 5) | five
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >>> bits) & 0xff)
      value &= (1 << bits) - 1
    }
  }
  return Buffer.from(bytes)
}

/**
 * The code at a moment.
 * @param {string | Buffer} secret base32 text, as the enrolment page shows it, or the bytes
 * @param {{ seconds: number, digits?: number, period?: number, algorithm?: string }} when seconds since 1970
 */
export function totp (secret, { seconds, digits = 6, period = 30, algorithm = 'sha1' }) {
  const key = typeof secret === 'string' ? base32(secret) : secret
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / period)))
  const hash = createHmac(algorithm, key).update(counter).digest()
  const start = hash[hash.length - 1] & 0x0f
  return String((hash.readUInt32BE(start) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** The code that is right now. */
export function codeNow (secret) {
  return totp(secret, { seconds: Date.now() / 1000 })
}

/**
 * Somebody's authenticator app. Each call gives a code that was not given before, because the program refuses one that was
 * used: of this period or, when that is spent, of the next, which the program takes as well (clocks differ). Only then does
 * it wait.
 */
export function authenticator (secret) {
  let spent = 0
  return async () => {
    const now = () => Math.floor(Date.now() / 30_000)
    while (spent > now()) await new Promise(resolve => setTimeout(resolve, 500))
    spent = Math.max(spent + 1, now())
    return totp(secret, { seconds: spent * 30 })
  }
}
