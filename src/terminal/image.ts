import { bakeLine } from '../../views/terminal/bake-line.ts'
import type { CommandHandler } from './answer.ts'

/** Goes on with a bake until its next stage. */
export const runImage: CommandHandler<'image'> = async (command, { viewContext }, { bakeImage, offers }) => {
  if (bakeImage === undefined) return offers === undefined ? 'needs-platform' : 'needs-containers'
  const { label, holder, bake } = command
  const progress = await bakeImage(label, { holder, bake })
  const text = bakeLine(label, progress, viewContext)
  if (progress.state !== 'under-way')
    return { text, data: { label, ...progress }, isIncomplete: progress.state !== 'done' }
  const isSaid = progress.bake.stage === bake?.stage
  return { text: isSaid ? '' : text, data: {}, next: { bake: progress.bake } }
}
