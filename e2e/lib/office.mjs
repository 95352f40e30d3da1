// What a partner does with an exported workbook or Word document: changes some words and sends it back.
import assert from 'node:assert/strict'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

/** The file with one text in place of another, wherever in its parts it stands. */
export function reworded (bytes, former, latter) {
  const parts = unzipSync(bytes)
  let times = 0
  for (const [name, part] of Object.entries(parts)) {
    if (!name.endsWith('.xml')) continue
    const text = strFromU8(part)
    if (!text.includes(former)) continue
    times++
    parts[name] = strToU8(text.replaceAll(former, latter))
  }
  assert.equal(times, 1, `“${former}” stands in ${times} parts of the file`)
  return Buffer.from(zipSync(parts))
}
