import { terminalText } from '../text/terminal.ts'
import type { ViewContext } from '../view-context.ts'
import { plainLine } from './plain-line.ts'

interface Machine {
  /** The site's. */
  name: string
  host: string
  port: number
}

/** How a database is dumped or loaded. `NAME` in the command is the reader's own Linux user. */
export const dumpLines = {
  command: (action: 'dump' | 'load', { name, host, port }: Machine): string => {
    const ssh = `ssh -p ${port} NAME@${plainLine(host)} pokopoko db`
    return action === 'dump' ? `${ssh} dump > ${name}.sql` : `${ssh} load --yes < ${name}.sql`
  },
  /** @param command undefined: the site has no machine now */
  text: (command: string | undefined, { locale }: ViewContext): string => {
    const { dumps } = terminalText[locale]
    return command === undefined ? dumps.noMachine : `${dumps.run}\n  ${command}`
  },
}
