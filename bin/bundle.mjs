// @ts-check
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { leaveOut, NEVER_RUN } from './leave-out.mjs'
import { directory, PACKAGES, placeOf, root, stateOf } from './places.mjs'

/**
 * `node bin/bundle.mjs local`: makes the bundle that bin/run.mjs loads. A program of its own, so that nothing of esbuild stays in what
 * runs.
 */

/** Packages that load files of their own by name. */
const STAY_OUT = ['dynalite', 'classic-level']

/**
 * What each program is made of. The one that serves agents (`pokopoko mcp`) has packages of its own, which few people need: they're installed
 * when it's made.
 * @type {Record<string, { main: string, packages?: string }>}
 */
const PROGRAMS = {
  local: { main: 'src/local/main.ts' },
  cli: { main: 'src/cli/main.ts' },
  mcp: { main: 'src/cli/main.ts', packages: 'src/cli/mcp' },
}

const FOR_AGENTS = /^@modelcontextprotocol\//

const INSTALL = fileURLToPath(new URL('../tools/with-packages.mjs', import.meta.url))

/**
 * Each of our modules goes on knowing where it is.
 * @type {import('esbuild').Plugin}
 */
const places = {
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({ contents: await placed(path), loader: 'ts' }))
  },
}

/** @param {string} path */
async function placed(path) {
  const source = await readFile(path, 'utf8')
  const place = { url: pathToFileURL(path).href, dirname: dirname(path) }
  return Object.entries(place).reduce(
    (text, [key, value]) => text.replaceAll(`import.meta.${key}`, () => JSON.stringify(value)),
    source,
  )
}

/**
 * The workspace page is built now, so that what runs needs no esbuild. `found` gets the page's files.
 * @param {string[]} found
 * @returns {import('esbuild').Plugin}
 */
const builtPage = (found) => ({
  name: 'built-page',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]page-server[\\/]build-page\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        stdin: { contents: `${await placed(path)}\nprocess.stdout.write(JSON.stringify(buildPage()))`, loader: 'ts' },
        packages: 'external',
        format: 'esm',
        write: false,
      })
      const input = outputFiles[0]?.contents
      const page = execFileSync(process.execPath, ['--input-type=module', '-'], { cwd: root, input, encoding: 'utf8' })
      found.push(...filesIn(join(dirname(path), '../../page')))
      return { contents: `export const buildPage = () => (${page})` }
    })
  },
})

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

/** @param {string} name */
async function bundle(name) {
  const { main = '', packages } = PROGRAMS[name] ?? {}
  if (packages !== undefined) {
    const { status } = spawnSync(process.execPath, [INSTALL, packages], { stdio: ['ignore', 2, 2] })
    // npm has said why.
    if (status !== 0) process.exit(1)
  }
  /** @type {string[]} */
  const page = []
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [main],
    outfile: join(directory, `${name}.cjs`),
    bundle: true,
    external: STAY_OUT,
    platform: 'node',
    target: 'node20',
    // What has compiled code kept for it. Its text is ASCII, since V8 would have others in twice the memory.
    format: 'cjs',
    charset: 'ascii',
    minify: true,
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
    banner: {
      js: '(function (require, __filename, __dirname) { const module = { exports: {} }, exports = module.exports;',
    },
    footer: { js: '})' },
    sourcemap: 'external',
    sourcesContent: false,
    write: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [leaveOut(NEVER_RUN, ...(packages === undefined ? [FOR_AGENTS] : [])), builtPage(page), places],
  })
  const code = outputFiles.find(({ path }) => path.endsWith('.cjs'))
  const map = outputFiles.find(({ path }) => path.endsWith('.map'))
  const hash = createHash('sha256')
    .update(code?.contents ?? '')
    .digest('hex')
    .slice(0, 16)
  const file = join(directory, `${name}-${hash}.cjs`)
  const old = readdirSync(directory).filter((one) => one.startsWith(`${name}-`))
  writeWhole(`${file}.map`, map?.contents ?? '')
  writeWhole(file, code?.contents ?? '')
  const lock = packages === undefined ? [] : [join(packages, 'package-lock.json')]
  writeWhole(placeOf(name), [file, ...states([...Object.keys(metafile.inputs), ...page, ...lock])].join('\n'))
  for (const one of old) if (!one.startsWith(`${name}-${hash}`)) rmSync(join(directory, one), { force: true })
}

/**
 * A line for each of our files; those of packages change together.
 * @param {string[]} inputs
 */
function states(inputs) {
  const ours = inputs.filter((input) => !input.includes('node_modules/') && !input.includes(':'))
  const all = [...ours, PACKAGES, 'bin/bundle.mjs', 'bin/leave-out.mjs']
  return all.map((input) => `${stateOf(input)} ${input}`)
}

/**
 * Others may start at the same moment: each file is there whole or not at all.
 * @param {string} path
 * @param {string | Uint8Array} contents
 */
function writeWhole(path, contents) {
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, contents)
  renameSync(mine, path)
}

const [, , program = ''] = process.argv
try {
  mkdirSync(directory, { recursive: true })
  await bundle(program)
} catch (error) {
  if (!(error instanceof Error && 'code' in error)) throw error
  console.error(
    `What runs is made in ${directory}, which cannot be written: ${error.message}\nStart it as who ran npm ci.`,
  )
  process.exitCode = 1
}
