// A real mail server on this machine, for tests: keeps what it takes as files, and misbehaves when the address asks it to.
//
//   node post-office.mjs FOLDER      prints `port NUMBER` when it listens, and stops when its standard input ends
//
// What it does, by how the address before the @ begins:
//   refuse-   550 to the address           later-   451 to the address the first time, then takes it
//   never-    451 to the address always    spam-    554 to the text
//   cut-      keeps the text and breaks off without a reply
//   slow-     keeps the text and replies after a minute
// Anything else is taken at once. Each message is kept as FOLDER/NUMBER.eml, with two lines of our own on top: the envelope.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SMTPServer } from 'smtp-server'

/**
 * @param {string} folder where messages are kept
 * @param {{ user?: string, password?: string }} options with a user, nobody else may send
 * @returns {Promise<{ port: number, stop: () => Promise<void> }>}
 */
export async function openPostOffice (folder, { user, password } = {}) {
  mkdirSync(folder, { recursive: true })
  const seen = new Set()
  let number = 0

  function no (code, words) {
    return Object.assign(new Error(words), { responseCode: code })
  }

  function keep (session, text) {
    const { mailFrom, rcptTo } = session.envelope
    const head = `X-From: ${mailFrom.address}\r\nX-To: ${rcptTo.map(to => to.address).join(', ')}\r\n`
    const name = join(folder, `${String(++number).padStart(5, '0')}.eml`)
    // Whole or not at all, for whoever reads along.
    writeFileSync(`${name}.part`, Buffer.concat([Buffer.from(head), text]))
    renameSync(`${name}.part`, name)
  }

  const server = new SMTPServer({
    banner: 'Merrowshire post office',
    authOptional: !user,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS', ...(user ? [] : ['AUTH'])],
    disableReverseLookup: true,
    closeTimeout: 500,
    onAuth (auth, session, done) {
      const known = auth.username === user && auth.password === password
      done(known ? null : no(535, '5.7.8 Wrong user or password'), { user })
    },
    onRcptTo ({ address }, session, done) {
      if (address.startsWith('refuse-')) return done(no(550, `5.1.1 <${address}>: no such mailbox here`))
      if (address.startsWith('never-')) return done(no(451, '4.7.1 Please try again later'))
      if (address.startsWith('later-') && !seen.has(address)) {
        seen.add(address)
        return done(no(451, '4.7.1 Greylisted, please try again in a minute'))
      }
      done()
    },
    onData (stream, session, done) {
      const pieces = []
      stream.on('data', piece => pieces.push(piece))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0].address
        if (to.startsWith('spam-')) return done(no(554, '5.7.1 This looks like unsolicited mail'))
        keep(session, Buffer.concat(pieces))
        if (to.startsWith('cut-')) return cut(session)
        if (to.startsWith('slow-')) return setTimeout(done, 60_000).unref()
        done()
      })
    }
  })
  // The library has no word for leaving without one.
  function cut (session) {
    for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy()
  }
  // A client that goes away in the middle is what these tests are about.
  server.on('error', () => {})
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: server.server.address().port,
    stop: () => new Promise(resolve => server.close(resolve))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, user, password] = process.argv.slice(2)
  const office = await openPostOffice(folder, { user, password })
  console.log(`port ${office.port}`)
  // When the test that started it is gone, so is the other end of the pipe.
  process.stdin.resume().on('end', () => process.exit(0))
}
