import { DEFAULT_STACK } from '../aws/names.ts'
import { run } from './run.ts'

// The SDK announces the end of its support for Node 20 at every start; the engines field says what is supported.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

const { env, stdin, stdout, stderr } = process
process.exitCode = await run(process.argv.slice(2), {
  env,
  terminal: { stdin, stdout, stderr },
  connect: async (options, text) =>
    options.local === true || options['data-dir'] !== undefined
      ? (await import('./local.ts')).connectLocal(options['data-dir'], env)
      : (await import('./deployed.ts')).connectDeployed(options.stack ?? DEFAULT_STACK, text),
})
// Whatever piped standard input is still open must not keep the program from ending.
stdin.destroy()
