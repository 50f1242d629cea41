import { isConfigError } from '../config-error.ts'
import { type LocalOptions, localHelp, readLocalOptions } from './options.ts'
import { mapStacks } from '../map-stacks.ts'
import { jsonLog } from '../log.ts'
import { printLog } from './print-log.ts'

mapStacks()

// The SDK announces the end of its support for Node 20 at every start; the engines field says what is supported.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

void main()

async function main(): Promise<void> {
  try {
    const args = process.argv.slice(2)
    if (args.includes('--help') || args.includes('-h')) {
      console.log(localHelp())
      process.exit(0)
    }
    const options = await readOptions(args)
    // All that it takes is loaded once it is known that it can start.
    const { startPlatform } = await import('./platform/platform.ts')
    const { stdout: out, stderr: err } = process
    // Nobody reads it any more; sites go on.
    for (const stream of [out, err]) stream.on('error', () => {})
    const { url, sitesPort, gitUrl, machines, log, stop } = await startPlatform(options, (now) =>
      options.json ? jsonLog(out, { service: 'local', now }) : printLog({ out, err, now }),
    )
    // Before anybody is told that there is something to end.
    let isStopping = false
    const end = () => {
      if (isStopping) return
      isStopping = true
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    }
    process.on('SIGINT', end).on('SIGTERM', end)
    if (options.json) log({ level: 'info', message: 'pokopoko is up', workspace: url, sitesPort, gitUrl, machines })
    else console.log(banner({ url, sitesPort, gitUrl, machines, dataDir: options.dataDir }))
  } catch (error) {
    fail(error)
  }
}

interface Banner {
  url: string
  sitesPort: number
  gitUrl: string
  machines: string
  dataDir: string
}

function banner({ url, sitesPort, gitUrl, machines, dataDir }: Banner): string {
  return `
  ポコポコ  pokopoko is up

  Workspace     ${url}
  Sites         http://NAME.localhost:${sitesPort}
  Repositories  git clone ${gitUrl}/acme/website.git
  Data          ${dataDir} (begin anew with npm start -- --fresh)

  Sites are ${machines}.
  Ctrl-C stops everything.
`
}

/** The dates of public holidays are loaded where a country is named. */
async function readOptions(args: string[]): Promise<LocalOptions> {
  const options = readLocalOptions(args, process.env)
  if (options.policy.holidays.length === 0) return options
  const { withHolidayDates } = await import('../holidays.ts')
  return { ...options, policy: withHolidayDates(options.policy) }
}

function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  console.error(isConfigError(error) ? `Settings that cannot be used:\n${message}` : message)
  process.exit(1)
}
