import { patchedSpec, type SpecPatch } from '../change.ts'
import { isAlive } from '../phase.ts'
import { settingNamed, settingNames, type SettingName, siteSettings } from '../site-settings.ts'
import { pendingSettings, shownChanges } from '../settings-change.ts'
import { resized } from '../size.ts'
import type { Site } from '../site.ts'
import { UserError } from '../user-error.ts'
import { defineOperation, retried } from './operation.ts'

const setting = { kind: 'setting', isOptional: true } as const

/** Changes a site that is there. The release before is served until the next one is up. */
export const settings = defineOperation({
  name: 'settings',
  words: 'configure setting 設定 設定変更',
  args: {
    branch: setting,
    'app-directory': setting,
    'published-directory': setting,
    'spa-fallback': setting,
    'start-command': setting,
    services: setting,
    'shared-directories': setting,
    size: setting,
    image: setting,
    'ssh-team': setting,
    channel: setting,
    note: setting,
  } satisfies Record<SettingName, typeof setting>,
  // A start command can show others what's in the environment.
  audience: 'channel',
  publishes: true,
  button: {
    at: 'menu',
    mends: [
      'no-capacity',
      'size-unfit',
      'build-out-of-memory',
      'build-too-slow',
      'start-out-of-memory',
      'release-out-of-memory',
      'image-missing',
      'branch-missing',
      'branch-deleted',
      'app-directory-missing',
      'document-root-missing',
      'start-missing',
      'service-failed',
      'forbidden',
      'not-found',
      'source',
      'listing',
      'container-only',
      'app-elsewhere',
      'apps-in-containers',
      'library',
      'unknown-kind',
      'no-database',
    ],
  },
  isPossible: isAlive,
  change(site, request) {
    const patches = settingNames.map((name) => ({ name, patch: request[name] ?? {} }))
    return settingsChange(
      site,
      patches.filter(({ name, patch }) => isChange(name, site, patch)),
    )
  },
})

/** What these patches, each of them a change, make of the site. UserError without any. */
export function settingsChange(site: Site, patches: readonly { name: SettingName; patch: SpecPatch }[]) {
  if (patches.length === 0) throw new UserError('settings-unchanged', {})
  const names = patches.map(({ name }) => name)
  const patch = patches.reduce<SpecPatch>((before, one) => ({ ...before, ...one.patch }), {})
  const { spec } = site
  for (const name of names) {
    const refusal = settingNamed(name)?.refusal?.(site)
    if (refusal !== undefined) throw refusal
  }
  const next = patchedSpec(spec, patch)
  const takes = new Set(names.map((name) => siteSettings[name].takes))
  const revision = spec.setUpRevision + 1
  const users = spec.usersRevision + 1
  return {
    spec: {
      ...patch,
      ...(takes.has('set-up') && { setUpRevision: revision, settingsBefore: pendingSettings(site, next, revision) }),
      ...(takes.has('card') && { channelRevision: (spec.channelRevision ?? 0) + 1 }),
      ...(takes.has('restart') && resized(site)),
      ...(takes.has('users') && { usersRevision: users, teamRevision: users }),
      ...((['set-up', 'users', 'restart'] as const).some((one) => takes.has(one)) && retried(site)),
    },
    to: shownChanges(names, spec, next),
  }
}

export function isChange(name: SettingName, site: Site, patch: SpecPatch): boolean {
  const { shown } = siteSettings[name]
  return shown(site.spec) !== shown(patchedSpec(site.spec, patch))
}
