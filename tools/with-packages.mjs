// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/**
 * `node tools/with-packages.mjs infra,tools PROGRAM ARGUMENTS…`: installs what the lock files of these folders name, unless it's there,
 * and runs the program, with theirs on its PATH. Without a program it only installs. Such a folder has packages that few people need:
 * `npm ci` at the top leaves them alone, and they leave the top's alone. Plain JavaScript, which needs no packages itself.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const [, , names = '', program, ...args] = process.argv
const folders = names.split(',').map((name) => join(root, name))

for (const folder of folders) install(folder)
if (program !== undefined) await run(program, args)

/** @param {string} folder */
function install(folder) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  const mark = join(folder, 'node_modules/.installed-lock')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  // Standard output is the program's.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(mark, lock)
}

/**
 * @param {string} command
 * @param {string[]} words
 */
async function run(command, words) {
  const paths = [...folders, root].map((folder) => join(folder, 'node_modules/.bin'))
  const child = spawn(command, words, {
    stdio: 'inherit',
    env: { ...process.env, PATH: [...paths, process.env['PATH']].join(delimiter) },
  })
  // Ctrl-C reaches the child by itself, which may have something to clean up.
  process.on('SIGINT', () => {}).on('SIGTERM', () => child.kill())
  await once(child, 'exit')
  process.exitCode = child.exitCode ?? 1
}
