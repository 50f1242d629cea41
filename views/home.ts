import type { HomeView, KnownBlock } from '@slack/types'
import { creationRefusal, isNotKnown } from '../src/site/permissions.ts'
import type { Site } from '../src/site/site.ts'
import { actionIds } from './action-ids.ts'
import { button, context, header, section } from './blocks.ts'
import { userErrorText } from './problem.ts'
import type { Reader } from './reader.ts'
import { siteRowWithControls } from './site-row.ts'

interface HomeFacts {
  mine: Site[]
  expiringSoon: Site[]
  archived: Site[]
  /** The store has more than are given here. */
  more: boolean
}

/** Two blocks a site: together with all else these stay under the 100 blocks that a view may have. */
const SHOWN = { expiringSoon: 10, mine: 24, archived: 10 }

/** The App Home of one person. A site is listed once: where it is most urgent. */
export function home({ mine, expiringSoon, archived, more }: HomeFacts, reader: Reader): HomeView {
  const words = reader.texts.home
  const urgent = new Set(expiringSoon.map(({ id }) => id))
  const rest = mine.filter(({ id }) => !urgent.has(id))
  const isEmpty = mine.length + expiringSoon.length + archived.length === 0
  return {
    type: 'home',
    blocks: [
      header(words.title),
      section(words.intro),
      ...creation(reader),
      ...(isEmpty ? [section(words.empty)] : []),
      ...group(words.expiringSoon, expiringSoon, SHOWN.expiringSoon, reader),
      ...group(words.mine, rest, SHOWN.mine, reader),
      ...group(words.archived, archived, SHOWN.archived, reader),
      ...(more ? [context(words.more)] : []),
    ],
  }
}

/** The way to make a site, for who may, or may for all that is known; else who may. */
function creation(reader: Reader): KnownBlock[] {
  const { texts, viewer, policy } = reader
  const refusal = viewer === undefined ? undefined : creationRefusal(viewer, policy)
  if (refusal !== undefined && !isNotKnown(refusal)) return [section(userErrorText(refusal, reader))]
  // The value says nothing, but Slack wants one that is not empty.
  const create = button(actionIds.create, texts.buttons.create, 'home', { style: 'primary' })
  return [{ type: 'actions', elements: [create] }]
}

function group(title: string, sites: Site[], max: number, reader: Reader): KnownBlock[] {
  if (sites.length === 0) return []
  const left = sites.length - max
  return [
    header(title),
    ...sites.slice(0, max).flatMap((site) => siteRowWithControls(site, reader)),
    ...(left > 0 ? [context(reader.texts.home.notShown({ count: left }))] : []),
  ]
}
