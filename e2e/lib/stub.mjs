#!/usr/bin/env node
// Stands in for the program when the checks themselves are tested: one good page, and one for every fault that they must
// catch. Takes the same options and prints the same line.
import { createServer } from 'node:http'

const page = (body, head = '') => `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">${head}</head>
<body><main><h1>A page</h1>${body}</main></body></html>`

const PAGES = {
  '/': page('<p>Good. <a href="/other">Another page</a></p><form method="post" action="/refused"><button>Save</button></form>'),
  '/other': page('<p>Good too.</p><a href="/file">The file</a>'),
  '/pale': page('<p class="pale">Hard to read.</p>'),
  '/nameless': page('<button></button>'),
  '/wide': page('<p class="wide">Too wide.</p>'),
  '/boxed': page('<div class="box" tabindex="0" role="region" aria-label="Wide table"><p class="wide">Wide, in a box.</p></div>'),
  '/inline': page('<p>Good.</p>', '<script>document.title = "no"</script>'),
  '/missing-asset': page('<img src="/nothing.png" alt="Nothing">'),
  '/enhanced': page('<p id="said">Plain.</p><script src="/enhance.js"></script>'),
  '/throws': page('<p>Good.</p><script src="/throws.js"></script>')
}
const STYLE = '.pale { color: #ccc; background: #fff } .wide { width: 600px } .box { overflow-x: auto } body { margin: 8px }'

const server = createServer((request, response) => {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'" }
  if (request.url === '/style.css') return response.writeHead(200, { 'content-type': 'text/css' }).end(STYLE)
  if (request.url === '/throws.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end('throw new Error("broken")')
  if (request.url === '/enhance.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end('said.textContent = "Enhanced."')
  if (request.url === '/file') return response.writeHead(200, { 'content-disposition': 'attachment; filename="plan.txt"' }).end('a plan')
  if (request.url === '/refused') return response.writeHead(422, headers).end(page('<p>Enter a title.</p>'))
  const body = PAGES[request.url]
  response.writeHead(body ? 200 : 404, headers).end(body ?? page('<p>No such page.</p>'))
})

if (process.argv.includes('--break')) {
  process.stderr.write('the data folder cannot be written\n')
  process.exit(1)
}
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`))
process.on('SIGTERM', () => process.exit(0))
