import { build, type Plugin } from 'esbuild'

/** Parts of Bolt that never run behind AwsLambdaReceiver, and the heaviest ones: servers, OAuth pages, WebSockets. */
const NEVER_RUN = ['express', '@slack/oauth', '@slack/socket-mode', 'raw-body']

const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${NEVER_RUN.join('|')})$`) }, ({ path }) => ({ path, namespace: 'left-out' }))
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
  },
}

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

/** One CommonJS file for Lambda, with all it needs; `require` of it is quicker than `import`. Returns its size in bytes. */
export async function bundle(entry: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The SDK's ES modules can be shaken: of its hundred commands the bundle keeps those that are used.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [leaveOut, credentialsFromEnvironment],
  })
  const [, output] = Object.entries(metafile.outputs).find(([path]) => !path.endsWith('.map')) ?? []
  return output?.bytes ?? 0
}
