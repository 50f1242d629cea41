import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { leaveOut, NEVER_RUN } from '../bin/leave-out.mjs'
import { settingsVersion } from './settings-version.ts'

/** In Lambda, credentials are in the environment: all other ways to find some, with the clients they need, stay out. */
const credentialsFromEnvironment: Plugin = {
  name: 'credentials-from-environment',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'environment',
      pluginData: resolveDir,
    }))
    onLoad({ filter: /.*/, namespace: 'environment' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
      resolveDir: String(pluginData),
    }))
  },
}

/** In place of the SDK's clients that have a stand-in there (`src/aws/json-client/`). */
const standIns: Plugin = {
  name: 'stand-ins',
  setup({ onResolve }) {
    onResolve({ filter: /^@aws-sdk\/client-(?:dynamodb|ssm)$/ }, ({ path }) => ({
      path: join(import.meta.dirname, '../src/aws/json-client', `${path.replace('@aws-sdk/client-', '')}.ts`),
    }))
  },
}

/**
 * The SDK describes its calls in constants that are keyed by constants, `{ [_eQN]: … }`. To esbuild a computed key may be
 * anything, so it would keep the descriptions of all of EC2's 700 calls. With the keys written out it keeps those in use.
 */
const plainSchemaKeys: Plugin = {
  name: 'plain-schema-keys',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const constants = new Map(
        [...source.matchAll(/^const (\w+) = ("[^"\n]*");$/gm)].map(([, name, text]) => [name, text]),
      )
      const contents = source.replaceAll(/\[(_\w+)\]: /g, (key, name: string) => `${constants.get(name) ?? key}: `)
      return { contents, loader: 'js' }
    })
  },
}

/**
 * What our files import dynamically is needed by few requests: it stays a file of its own beside the bundle, which is
 * read at that moment. `found` gets the paths of such files.
 */
function laterFiles(found: Set<string>): Plugin {
  return {
    name: 'later-files',
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        found.add(join(resolveDir, path))
        return { path: `./${basename(path, '.ts')}.js`, external: true }
      })
    },
  }
}

/**
 * CommonJS for Lambda, with all it needs; `require` of it is quicker than `import`. Besides `outfile` there may be
 * files for later beside it. A light one has small clients in place of the SDK's for DynamoDB and Systems Manager,
 * and none of Node's zlib, which Slack's client loads and needs for `admin.analytics.getFile` alone. Returns the size of each in bytes, by path.
 */
export async function bundle(entry: string, outfile: string, { isLight = false } = {}): Promise<Map<string, number>> {
  const later = new Set<string>()
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The SDK's ES modules can be shaken: of its hundred commands the bundle keeps those that are used.
    mainFields: ['module', 'main'],
    // `import()` becomes `require()`; and where a file is, CommonJS knows by another name.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname', SETTINGS_VERSION: JSON.stringify(settingsVersion) },
    minify: true,
    // Japanese as it is takes half of what its escapes take.
    charset: 'utf8',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [
      ...(isLight ? [standIns] : []),
      laterFiles(later),
      leaveOut(NEVER_RUN, ...(isLight ? [/^node:zlib$/] : [])),
      plainSchemaKeys,
      credentialsFromEnvironment,
    ],
  })
  const [, output] = Object.entries(metafile.outputs).find(([path]) => !path.endsWith('.map')) ?? []
  const sizes = new Map([[outfile, output?.bytes ?? 0]])
  for (const path of later) {
    const beside = await bundle(path, join(dirname(outfile), `${basename(path, '.ts')}.js`), { isLight })
    for (const [file, bytes] of beside) sizes.set(file, bytes)
  }
  return sizes
}
