// What the post office holds: who was written to, and the link in the letter.
import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Every letter to this address, oldest first, as plain text. */
export async function lettersTo (folder, address) {
  const names = (await readdir(folder)).filter(name => name.endsWith('.eml')).sort()
  const letters = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')))
  return letters.filter(letter => letter.includes(`X-To: ${address}`)).map(text)
}

/** Waits until there are so many letters to this address, and gives the last. */
export async function letterTo (folder, address, count = 1) {
  for (let tenths = 0; tenths < 300; tenths++) {
    const letters = await lettersTo(folder, address)
    if (letters.length >= count) return letters[count - 1]
    await pause(100)
  }
  assert.fail(`no letter number ${count} to ${address} within half a minute`)
}

/** The way in that a letter holds, as a path. */
export function linkIn (letter) {
  const found = /https?:\/\/\S+\/(?:answer|comment)\/\S+/.exec(letter)
  assert.ok(found, `no link in:\n${letter}`)
  return new URL(found[0]).pathname
}

// The body of a letter of one part, out of quoted-printable or base64.
function text (letter) {
  const at = letter.search(/\r?\n\r?\n/)
  const head = letter.slice(0, at)
  const body = letter.slice(at).trimStart()
  const coding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase()
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (coding !== 'quoted-printable') return body
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
