import { defaultPolicy, type Policy } from '../../../src/site/policy.ts'
import type { Catalogue } from '../../../src/site/order.ts'
import { ADMINS, CREATORS, LOGIN_FIELD, WORKSHOP } from './people.ts'

/** The same sites and people, under other rules. */
export const fixtureNames = ['open', 'strict', 'full'] as const
export type FixtureName = (typeof fixtureNames)[number]

export interface Fixture {
  policy: Policy
  catalogue: Catalogue
}

const strict: Policy = {
  ...defaultPolicy,
  maxDays: 6,
  maxSitesPerPerson: 1,
  permissions: {
    extend: 'everyone',
    sleep: 'channel',
    wake: 'everyone',
    delete: 'owner',
    'delete-without-archive': 'admins',
    restore: 'owner',
    'change-password': 'channel',
    redeploy: 'channel',
    'refresh-users': 'admins',
    retry: 'channel',
    'idle-time': 'owner',
    'hand-over': 'owner',
    logs: 'owner',
    adopt: 'everyone',
  },
  creatorGroups: [CREATORS],
  creatorChannels: [WORKSHOP],
  creatorsNeedAccess: LOGIN_FIELD,
  admins: [ADMINS],
}

const images = [
  { id: 'debian-12', label: 'Debian 12' },
  { id: 'ubuntu-24', label: 'Ubuntu 24.04' },
]
const sizes = [
  { id: 'small', label: 'Small' },
  { id: 'large', label: 'Large' },
]

/** @param sites how many are counted; in `full` there may be no more */
export function fixtureOf(name: FixtureName, sites: number): Fixture {
  switch (name) {
    case 'open':
      return { policy: { ...defaultPolicy, admins: [ADMINS] }, catalogue: { images, sizes, offersSpot: true } }
    case 'strict':
      return { policy: strict, catalogue: { images: images.slice(0, 1), sizes: sizes.slice(0, 1) } }
    case 'full':
      return {
        policy: { ...defaultPolicy, admins: [ADMINS], maxSites: sites },
        catalogue: { images, sizes, offersSpot: true },
      }
  }
}
