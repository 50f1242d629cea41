import { setTimeout } from 'node:timers/promises'
import { DEFAULT_STACK } from '../aws/names.ts'
import { mapStacks } from '../map-stacks.ts'
import { run } from './run.ts'

mapStacks()

// Otherwise the SDK warns at every start that it will drop Node 20; the engines field says what we support.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

const { env, stdin, stdout, stderr } = process
// Who reads has seen enough: `pokopoko logs plum -f | head`.
stdout.on('error', () => process.exit())
void run(process.argv.slice(2), {
  env,
  terminal: { stdin, stdout, stderr },
  connect: async (options, text) =>
    options.local === true || options['data-dir'] !== undefined
      ? (await import('./local.ts')).connectLocal(options['data-dir'], env)
      : (await import('./deployed.ts')).connectDeployed(options.stack ?? DEFAULT_STACK, text),
  wait: setTimeout,
}).then((exitCode) => {
  process.exitCode = exitCode
  // A piped standard input that's still open would keep the program from ending.
  stdin.destroy()
})
