// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { PACKAGES, placeOf, root, stateOf } from './places.mjs'

/** By then a program that goes on has started, and V8 has compiled what that takes. */
const STARTED_MS = 3000

/**
 * Runs the program of that name: see bin/bundle.mjs. Node 20 runs no TypeScript by itself, and hundreds of modules take
 * a second to load: all of them, packages too, are one file, which bin/bundle.mjs makes at the first start, and again when one of
 * them has changed. Beside it is what V8 has compiled of it.
 * @param {string} name
 */
export function run(name) {
  let file = bundleOf(name)
  if (file === undefined) {
    if (!existsSync(join(root, PACKAGES))) {
      console.error('Its packages are missing: run npm ci first.')
      process.exit(1)
    }
    const maker = fileURLToPath(new URL('bundle.mjs', import.meta.url))
    const { status } = spawnSync(process.execPath, [maker, name], { stdio: ['ignore', 2, 2] })
    if (status !== 0) process.exit(status ?? 1)
    file = bundleOf(name)
  }
  if (file !== undefined) load(file)
}

/**
 * The bundle that's there, unless something in it has changed since.
 * @param {string} name
 * @returns {string | undefined}
 */
function bundleOf(name) {
  try {
    const [file, ...inputs] = readFileSync(placeOf(name), 'utf8').split('\n')
    for (const line of inputs) {
      const end = line.indexOf(' ')
      if (stateOf(line.slice(end + 1)) !== line.slice(0, end)) return undefined
    }
    return file
  } catch {
    return undefined
  }
}

/**
 * As Node loads CommonJS, which the bundle is.
 * @param {string} file
 */
function load(file) {
  // V8 refuses what another version of it made. A changed text of the same length it would take for the one it compiled: the name of
  // the bundle has a hash of what's in it.
  const compiledFile = `${file}.${process.versions.v8}-${process.arch}`
  const cachedData = readIfThere(compiledFile)
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, ...(cachedData && { cachedData }) })
  const keep = () => keepCompiled(script, compiledFile)
  if (cachedData === undefined || script.cachedDataRejected !== false) {
    process.once('exit', keep)
    setTimeout(() => {
      process.off('exit', keep)
      keep()
    }, STARTED_MS).unref()
  }
  /** @type {unknown} */
  const start = script.runInThisContext()
  if (typeof start === 'function') Reflect.apply(start, undefined, [createRequire(file), file, dirname(file)])
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/**
 * With the functions that have run until now. Others may start at the same moment: the file is there whole, or not at all.
 * @param {Script} script
 * @param {string} file
 */
function keepCompiled(script, file) {
  const mine = `${file}.${process.pid}`
  try {
    writeFileSync(mine, script.createCachedData())
    renameSync(mine, file)
  } catch {
    // Who can't write here starts a little more slowly each time.
  }
}
