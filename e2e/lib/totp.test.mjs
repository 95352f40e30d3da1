import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authenticator, base32, codeNow, totp } from './totp.mjs'

// RFC 6238, appendix B: the key is the ASCII digits 1 to 0, repeated to the length of the hash.
const VECTORS = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826']
]
const key = length => Buffer.from('1234567890'.repeat(7).slice(0, length))

test('codes are those of RFC 6238', () => {
  for (const [seconds, sha1, sha256, sha512] of VECTORS) {
    assert.equal(totp(key(20), { seconds, digits: 8 }), sha1)
    assert.equal(totp(key(32), { seconds, digits: 8, algorithm: 'sha256' }), sha256)
    assert.equal(totp(key(64), { seconds, digits: 8, algorithm: 'sha512' }), sha512)
  }
})

test('six digits are the last six, with their leading noughts', () => {
  assert.equal(totp(key(20), { seconds: 1111111109 }), '081804')
})

// RFC 4648, section 10.
test('base32 is that of RFC 4648, however it is typed', () => {
  // spellchecker:off
  const vectors = { '': '', 'MY======': 'f', 'MZXQ====': 'fo', 'MZXW6===': 'foo', 'MZXW6YQ=': 'foob', MZXW6YTB: 'fooba', 'MZXW6YTBOI======': 'foobar' }
  // spellchecker:on
  for (const [text, bytes] of Object.entries(vectors)) assert.equal(base32(text).toString(), bytes)
  assert.equal(base32('mzxw 6ytb oi').toString(), 'foobar')
  assert.throws(() => base32('MZXW1'), /`1` is not a base32 letter/)
})

test('an authenticator gives this code, then the next, and never one twice', async () => {
  const key = '12345678901234567890'
  const next = authenticator(Buffer.from(key))
  const [first, second] = [await next(), await next()]
  assert.notEqual(first, second)
  // The period may turn between the two.
  assert.ok([first, second].includes(codeNow(Buffer.from(key))))
})
