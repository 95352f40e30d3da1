// Starts the real program on a free port with a data folder of its own, and stops it.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const env = process.env
const cache = env.CONCORDAT_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'concordat')
/** The program as built; the chores (xtask) are beside it. */
export const BINARY = env.CONCORDAT_BIN ?? join(env.CARGO_TARGET_DIR ?? join(cache, 'target'), 'debug', 'concordat')

/** How long the program may take to say where it listens: a debug build fills the demonstration on a busy machine. */
const PATIENCE = 120_000

/**
 * Starts the program and waits until it says where it listens.
 * @param {{ mode?: 'demo' | 'serve', binary?: string, data?: string, args?: string[], env?: object, patience?: number }} options
 *   `data`: an existing data folder, which is then left in place
 * @returns {Promise<{ address: string, data: string, command: Function, stop: () => Promise<void> }>}
 */
export async function startApp ({ mode = 'demo', binary = BINARY, data, args = [], env: settings = {}, patience = PATIENCE } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'concordat-e2e-'))
  const folder = data ?? join(home, 'data')
  const child = spawn(binary, [mode, '--listen', '127.0.0.1:0', '--data', folder, ...args], {
    cwd: home,
    env: { ...cleanEnv(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const printed = []
  const keep = line => { printed.push(line); if (printed.length > 50) printed.shift() }
  createInterface({ input: child.stderr }).on('line', keep)

  async function stop () {
    // An unsigned end (it never started) has neither a code nor a signal, and no process either.
    if (child.pid && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await once(child, 'exit')
      clearTimeout(late)
    }
    await rm(home, { recursive: true, force: true })
  }

  try {
    const address = await new Promise((resolve, reject) => {
      const fail = why => reject(new Error([`${binary} ${mode} ${why}`, ...printed].join('\n    ')))
      const late = setTimeout(() => fail(`did not say within ${patience / 1000} s where it listens`), patience)
      child.once('error', error => { clearTimeout(late); fail(error.message) })
      child.once('close', (code, signal) => { clearTimeout(late); fail(`ended with ${signal ?? code} before it listened`) })
      createInterface({ input: child.stdout }).on('line', line => {
        keep(line)
        const found = /^listening on (https?:\/\/\S+)/.exec(line)
        if (found) { clearTimeout(late); resolve(found[1].replace(/\/$/, '')) }
      })
    })
    return { address, data: folder, command: (...words) => command(binary, folder, words), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Runs `concordat WORDS… --data FOLDER`, without a shell; never throws on a refusal, since journeys check those too. */
export function command (binary, folder, words) {
  return new Promise(resolve => {
    execFile(binary ?? BINARY, [...words, '--data', folder], { env: cleanEnv() }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code ?? 1 : 0, stdout, stderr })
    })
  })
}

// The developer's own database and mail server must not slip in.
function cleanEnv () {
  const rest = { ...env }
  delete rest.CONCORDAT_DATA
  delete rest.CONCORDAT_DATABASE_URL
  delete rest.DATABASE_URL
  for (const name of ['CONCORDAT_SMTP_URL', 'CONCORDAT_MAIL_FROM', 'CONCORDAT_MAIL_REPLY_TO', 'CONCORDAT_PUBLIC_URL']) delete rest[name]
  return rest
}
