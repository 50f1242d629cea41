import { isPermanentError } from '../../site/errors.ts'
import { isPictured } from '../../site/pictured-page.ts'
import { withoutNext, withShown } from '../../site/picture.ts'
import type { Step } from '../step.ts'

/** Uploads the picture of the start page that the machine has sent, so that the card shows it. One that Slack doesn't take is dropped. */
export const picture: Step = {
  name: 'picture',
  policy: 'keeps-trying',
  hidesFailure: true,
  due: ({ status }) => (status.picture?.next === undefined ? 'no' : 'now'),
  run: async (site, { store, chat }) => {
    const { picture: known } = site.status
    if (known?.next === undefined) return {}
    const { hash, commit } = known.next
    const kept = isPictured(site) ? await store.loadPicture(site.id) : undefined
    // A newer one has taken its place, and its record leads here again.
    if (kept?.hash !== hash) return { picture: withoutNext(known) }
    try {
      const name = `${site.name}-${commit.slice(0, 7)}.jpg`
      return { picture: withShown(known, await chat.uploadPicture({ name, data: kept.data })) }
    } catch (error) {
      if (isPermanentError(error)) return { picture: withoutNext(known) }
      throw error
    }
  },
}
