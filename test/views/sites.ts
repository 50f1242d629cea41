import type { Phase } from '../../src/site/phase.ts'
import type { Membership, Site } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { aSite, type Overrides, SITE_CREATED_AT } from '../support/a-site.ts'

export const RETRY_AT = SITE_CREATED_AT + MINUTE_MS
const noMachine = { instance: undefined, route: undefined, setUp: undefined }
const unprepared = { route: undefined, setUp: undefined, deploy: undefined }
const image = { imageId: 'image-1', launch: 1, state: 'available', at: SITE_CREATED_AT + 14 * DAY_MS } as const

export const stuck = {
  'set-up': {
    policy: 'fails-site',
    reason: 'clone-failed',
    detail: 'fatal: could not read from remote repository',
    attempts: 7,
    firstAt: SITE_CREATED_AT,
    retryRevision: 1,
  },
} as const

const overrides: Record<Phase, Overrides<Site>> = {
  requested: { status: { ...noMachine, deploy: undefined } },
  launching: { status: { ...unprepared, instance: { state: 'pending', reachable: false } } },
  booting: { status: { ...unprepared, instance: { reachable: false } } },
  settingUp: { status: unprepared },
  ready: {},
  goingToSleep: { spec: { desired: 'asleep' } },
  asleep: { spec: { desired: 'asleep' }, status: { route: undefined, instance: { state: 'stopped' } } },
  waking: { status: { route: undefined, instance: { state: 'stopped' } } },
  archiving: { spec: { desired: 'archived' } },
  archived: { spec: { desired: 'archived' }, status: { ...noMachine, archive: image } },
  purging: { spec: { desired: 'gone' } },
  failed: { status: { ...unprepared, failures: stuck } },
}

export function siteIn(phase: Phase, more: Pick<Overrides<Site>, 'name' | 'history'> = {}): Site {
  return aSite({ ...overrides[phase], ...more })
}

export const HOSTILE = '<!channel> <https://evil.example|login> `@here` *_~ & \u202Egpj.exe\n> quoted 𠮷'

/** What its machine tells of a site that is served all the same; the more programs the longer. */
export function troubled(site: Site, reason = 'release-failed', programs = ['web']): Site {
  const troubles = {
    deploy: {
      reason,
      at: SITE_CREATED_AT,
      commit: 'f'.repeat(40),
      subject: 'Ripen <them>',
      author: 'Aki',
      log: 'no such table',
    },
    programs: programs.map((name) => ({ name, log: `${name} has ended` })),
  }
  return { ...site, status: { ...site.status, troubles } }
}

/** A site of that size, with a program that lacks memory. */
export function starved(size: string): Site {
  const site = siteIn('ready')
  const troubles = { programs: [{ name: 'web', log: 'killed', memory: true as const }] }
  return { ...site, spec: { ...site.spec, size }, status: { ...site.status, troubles } }
}

/** Its owner cannot look after it. */
export function ownerless(membership: Membership = 'deactivated', site = siteIn('ready')): Site {
  const ownerCheck = { owner: site.spec.owner, membership, at: SITE_CREATED_AT, since: SITE_CREATED_AT }
  return { ...site, status: { ...site.status, ownerCheck } }
}

/** Its channel takes nothing from the app. */
export function refused(code: string, site = siteIn('ready')): Site {
  const refusal = { channel: site.spec.channel, code, since: SITE_CREATED_AT, triedAt: SITE_CREATED_AT }
  return { ...site, status: { ...site.status, channelRefusal: refusal } }
}

/** As long and as ill-meant as a record can be. */
/** So many clients have a link, and some have opened it. */
export function sharedSite(count: number, site: Site = siteIn('ready')): Site {
  const shares = Array.from({ length: count }, (_, index) => ({
    id: `share-${index}`,
    client: `${HOSTILE} ${index}`.slice(-80),
    tokenHash: 'a'.repeat(64),
    by: 'U001',
    at: SITE_CREATED_AT,
    ...(index % 2 === 0 && { path: `/${'p'.repeat(200)}`, until: SITE_CREATED_AT + index * DAY_MS }),
  }))
  const opened = shares.filter((_, index) => index % 3 < 2)
  const shareOpenings = Object.fromEntries(
    opened.map(({ id }, index) => [id, { count: index + 1, at: SITE_CREATED_AT }]),
  )
  return {
    ...site,
    spec: { ...site.spec, access: { ...site.spec.access, shares } },
    status: { ...site.status, shareOpenings },
  }
}

export function hostileSite(phase: Phase): Site {
  const long = HOSTILE.repeat(40)
  const well = aSite({ ...overrides[phase], name: `a${'-b'.repeat(31)}` })
  const site = ownerless('missing', refused('not_in_channel', well))
  const failures: Site['status']['failures'] = Object.fromEntries(
    Object.entries(site.status.failures).map(([step, failure]) => [step, { ...failure, detail: long }]),
  )
  return {
    ...site,
    id: '0'.repeat(36),
    spec: {
      ...site.spec,
      note: long,
      spot: true,
      repository: long,
      branch: long,
      access: { ...site.spec.access, user: long },
    },
    status: {
      ...site.status,
      failures,
      ...(site.status.deploy && {
        deploy: {
          commit: long,
          subject: long,
          author: long,
          at: SITE_CREATED_AT,
          stack: { label: long, file: long, unbuilt: true },
          page: { status: 403, problem: 'forbidden', hint: long },
        },
      }),
      troubles: {
        deploy: { reason: long, at: SITE_CREATED_AT, commit: long, log: long },
        programs: Array.from({ length: 8 }, () => ({ name: long, log: long })),
      },
      users: {
        count: 99,
        revision: 1,
        launch: 1,
        withoutKeys: Array<string>(20).fill(long),
        withoutAccount: Array<string>(20).fill(long),
      },
      ...(site.status.instance && {
        instance: { ...site.status.instance, ssh: { host: `${long}.example`, port: 65_535 } },
      }),
    },
    history: [{ at: SITE_CREATED_AT, by: long, action: 'hand-over', to: long }],
  }
}
