import { commandNames } from '../src/site/commands.ts'
import { logAccess } from '../src/site/logs.ts'
import { operations } from '../src/site/operations/all.ts'
import { textOf } from '../views/operation-text.ts'
import { en } from '../views/text/en.ts'

const BEGIN = '<!-- operations -->\n'
const END = '<!-- /operations -->\n'

/** The page of permissions with its table of operations as it is in the code. */
export function withOperations(page: string): string {
  const [before, rest] = page.split(BEGIN)
  const [, after] = rest?.split(END) ?? []
  if (before === undefined || after === undefined) throw new Error('The page has no place for operations')
  return [before, BEGIN, table(), END, after].join('')
}

function table(): string {
  const rows = operations.map(({ name, audience }) => {
    const texts = textOf(name, { texts: en })
    const asked = [...(texts.button === undefined ? [] : [`*${texts.button}*`]), `\`/testsite ${name}\``]
    return `| \`${name}\` | ${asked.join(', ')} | ${texts.line} | ${audience} |\n`
  })
  const { line } = en.commands.logs
  rows.push(
    `| \`${logAccess.name}\` | *${en.buttons.logs}* beside a failure, \`/testsite logs\` | ${line} | ${logAccess.audience} |\n`,
  )
  return ['\n| operation | how to ask | what it does | by default |\n|---|---|---|---|\n', ...rows, '\n'].join('')
}
/** The manifest with a usage hint that names every command. */
export function withUsageHint(manifest: string): string {
  return manifest.replace(/usage_hint: .*/, `usage_hint: '[${commandNames.join(' | ')}]'`)
}
