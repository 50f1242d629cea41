// @ts-check
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** The packages of this repository: TypeScript, and so bundled with the rest. */
const ours = /^@pokopoko\//

const root = fileURLToPath(new URL('..', import.meta.url))

/** Below the packages, so that they are found from there. */
const CACHE = join(root, 'node_modules/.cache/pokopoko')

/** @type {import('esbuild').Plugin} */
const workspacePackages = {
  name: 'workspace-packages',
  setup({ onResolve }) {
    onResolve({ filter: ours }, ({ path }) => ({ path: fileURLToPath(import.meta.resolve(path)) }))
  },
}

/**
 * Each of our modules goes on knowing where it is.
 * @type {import('esbuild').Plugin}
 */
const places = {
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const place = { url: pathToFileURL(path).href, dirname: dirname(path) }
      const contents = Object.entries(place).reduce(
        (text, [key, value]) => text.replaceAll(`import.meta.${key}`, () => JSON.stringify(value)),
        source,
      )
      return { contents, loader: 'ts' }
    })
  },
}

/**
 * Runs the program whose main module that is, relative to the root. Node 20 runs no TypeScript by itself, and a loader takes
 * seconds to see to hundreds of modules; esbuild makes one of all that are ours in a tenth of one.
 * @param {string} main
 */
export async function run(main) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [main],
    outdir: CACHE,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    sourcesContent: false,
    write: false,
    logLevel: 'warning',
    outbase: join(root, 'src'),
    outExtension: { '.js': '.mjs' },
    plugins: [workspacePackages, places],
  })
  process.setSourceMapsEnabled(true)
  await write(outputFiles).catch((/** @type {Error} */ { message }) => {
    console.error(`What runs is made in ${CACHE}, which cannot be written: ${message}\nStart it as who ran npm ci.`)
    process.exit(1)
  })
  const entry = outputFiles[0]
  if (entry !== undefined) await import(pathToFileURL(entry.path).href)
}

/**
 * Others may start at the same moment: each file is there whole or not at all.
 * @param {import('esbuild').OutputFile[]} files
 */
async function write(files) {
  for (const { path, contents } of files) {
    await mkdir(dirname(path), { recursive: true })
    const mine = `${path}.${process.pid}`
    await writeFile(mine, contents)
    await rename(mine, path)
  }
}
