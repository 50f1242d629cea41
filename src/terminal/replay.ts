import { replayLines } from '../../views/terminal/replay-lines.ts'
import type { Granter } from './answer.ts'

export const grantReplay: Granter<'replay'> = async ({ dryRun }, { reader }, { replay }) => {
  if (replay === undefined) return 'needs-stack'
  const letters = await replay({ dryRun })
  const data = letters.map(({ sentAt, ...letter }) => ({ sentAt: new Date(sentAt).toISOString(), ...letter }))
  const isIncomplete = !dryRun && letters.some(({ outcome }) => outcome !== 'replayed')
  return { text: replayLines(letters, reader), data: { letters: data }, isIncomplete }
}
