import type { BakeProgress } from '../../src/control/images/bake.ts'
import type { ViewContext } from '../view-context.ts'
import { terminalText } from '../text/terminal.ts'
import { plainLine } from './plain-line.ts'

/** What a bake is at, or what came of it and what to do next. */
export function bakeLine(label: string, progress: BakeProgress, { locale }: ViewContext): string {
  const words = terminalText[locale].image
  const shown = plainLine(label)
  switch (progress.state) {
    case 'under-way':
      return words.stages[progress.bake.stage]
    case 'done':
      return words.done({ label: shown, id: progress.imageId })
    case 'busy':
      return words.busy({ label: shown })
    case 'failed': {
      const { reason, stage, log = '' } = progress
      const why = reason === 'too-long' ? words.tooLong({ stage: words.stages[stage] }) : words.failures[reason]
      const said = log.split('\n').map((line) => plainLine(line).trimEnd())
      return [why, ...said.filter(Boolean).map((line) => `  ${line}`), words.nothingLeft].join('\n')
    }
  }
}
