import { replayLines } from '../../views/terminal/replay-lines.ts'
import type { CommandHandler } from './answer.ts'

export const grantReplay: CommandHandler<'replay'> = async ({ dryRun }, { viewContext }, { replay }) => {
  if (replay === undefined) return 'needs-stack'
  const letters = await replay({ dryRun })
  const data = letters.map(({ sentAt, ...letter }) => ({ sentAt: new Date(sentAt).toISOString(), ...letter }))
  const isIncomplete = !dryRun && letters.some(({ outcome }) => outcome !== 'replayed')
  return { text: replayLines(letters, viewContext), data: { letters: data }, isIncomplete }
}
