// Writes the style sheet, scripts and icons that the web crate embeds.
// The folder it writes to is not committed: what is served is always what the pinned packages give.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const here = new URL('./', import.meta.url)
const out = new URL('../crates/kit/web/static/', here)

// GDS Transport, the crown and the brand blue may be used on gov.uk addresses only.
const forbidden = ['gds transport', '@font-face', 'crest', '1d70b8', 'url(']

const compiled = sass.compile(fileURLToPath(new URL('src/concordat.scss', here)), { style: 'compressed' })

// File upload is the one component that names the blue itself instead of asking for the brand colour.
const css = compiled.css.replace(/(\.govuk-file-upload-button[^{}]*\{[^{}]*)#1d70b8/g, '$1#0b5c5e')

const found = forbidden.filter((word) => css.toLowerCase().includes(word))
if (found.length > 0) {
  console.error(`The style sheet contains ${found.join(', ')}, which must not be served. See frontend/README.md.`)
  process.exit(1)
}

// Emptied first, so that a file dropped from this list is no longer served either.
await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
await writeFile(new URL('concordat.css', out), css)

const copies = [
  ['node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js', 'govuk-frontend.min.js'],
  ['src/concordat.js', 'concordat.js'],
  ['src/logo.svg', 'logo.svg'],
  ['src/favicon.svg', 'favicon.svg'],
]
for (const [from, to] of copies) await copyFile(new URL(from, here), new URL(to, out))

const script = await readFile(new URL('govuk-frontend.min.js', out), 'utf8')
if (!script.includes('initAll')) {
  console.error('govuk-frontend.min.js no longer exports initAll: look at its release notes.')
  process.exit(1)
}

console.log(`concordat.css ${Math.round(css.length / 1024)} kB and ${copies.length} files written.`)
