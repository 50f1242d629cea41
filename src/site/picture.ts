import * as z from 'zod'

/** Of pixels. Less is a clock, an advertisement, or a slide. */
const LEAST_CHANGE = 0.03

const shownSchema = z.lazy(() =>
  z.object({
    /** The file in Slack. */
    file: z.string(),
    /** Of which commit. */
    commit: z.string(),
  }),
)

export type ShownPicture = z.infer<typeof shownSchema>

/** A picture of the start page. Its bytes are in Slack. */
export const pictureSchema = z.lazy(() =>
  z.object({
    shown: shownSchema.optional(),
    /** SHA-256 (hex) of what is shown. */
    hash: z.string().optional(),
    /** What was shown before, if it looks different. */
    before: shownSchema.optional(),
    /** Came from the machine, and isn't in Slack yet: the table has its bytes. `changed` is the part of the pixels. */
    next: z.object({ hash: z.string(), commit: z.string(), changed: z.number() }).optional(),
  }),
)
export type Picture = z.infer<typeof pictureSchema>

/** With what came from the machine. */
export function withNext(picture: Picture | undefined, next: NonNullable<Picture['next']>): Picture {
  return picture?.hash === next.hash ? withoutNext(picture) : { ...picture, next }
}

/** Without what came from the machine: it can't be shown. */
export function withoutNext({ next: _, ...picture }: Picture): Picture {
  return picture
}

/** With what came from the machine in place of what was shown. */
export function withShown({ shown, next }: Picture, file: string): Picture {
  if (next === undefined) return { ...(shown && { shown }) }
  const { hash, commit, changed } = next
  const looksDifferent = shown !== undefined && changed >= LEAST_CHANGE
  return { shown: { file, commit }, hash, ...(looksDifferent && { before: shown }) }
}
