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

/** A lead's spreadsheet with the same answer for each of its actions: texts by the heading of their column. */
export function filledIn (bytes, answers) {
  const parts = unzipSync(bytes)
  const name = Object.keys(parts).find(name => name.endsWith('worksheets/sheet1.xml'))
  const strings = [...strFromU8(parts['xl/sharedStrings.xml'] ?? strToU8('')).matchAll(/<si>(.*?)<\/si>/gs)]
    .map(([, si]) => si.replace(/<[^>]+>/g, ''))
  let sheet = strFromU8(parts[name])
  const cells = [...sheet.matchAll(/<c r="([A-Z]+)(\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([whole, column, row, attributes, inner]) => ({
    whole, column, row: Number(row), attributes, text: /t="s"/.test(attributes) ? strings[Number(/<v>(\d+)<\/v>/.exec(inner ?? '')?.[1])] : ''
  }))
  const headings = cells.filter(cell => cell.text in answers)
  assert.equal(headings.length, Object.keys(answers).length, 'the sheet has every heading once')
  const number = cells.find(cell => cell.text === 'No.')
  const rows = cells.filter(cell => cell.column === number.column && cell.row > number.row && cell.text).map(cell => cell.row)
  for (const { text: heading, column } of headings) {
    for (const row of rows) {
      const cell = cells.find(cell => cell.column === column && cell.row === row)
      const style = / s="\d+"/.exec(cell?.attributes ?? '')?.[0] ?? ''
      const filled = `<c r="${column}${row}"${style} t="inlineStr"><is><t>${answers[heading]}</t></is></c>`
      assert.ok(cell, `${column}${row} is there to be filled in`)
      sheet = sheet.replace(cell.whole, filled)
    }
  }
  parts[name] = strToU8(sheet)
  return Buffer.from(zipSync(parts))
}
