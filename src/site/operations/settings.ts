import { patchedSpec, type SpecPatch } from '../change.ts'
import { isAlive } from '../phase.ts'
import { settingNames, type SettingName, siteSettings } from '../site-settings.ts'
import type { SiteSpec } from '../site.ts'
import { UserError } from '../user-error.ts'
import { defineOperation, retried } from './operation.ts'

const setting = { kind: 'setting', isOptional: true } as const

/** Changes how the site is built and started. The release before is served until the next one is up. */
export const settings = defineOperation({
  name: 'settings',
  words: 'configure setting 設定 設定変更',
  args: {
    'app-directory': setting,
    'published-directory': setting,
    'start-command': setting,
    services: setting,
    'shared-directories': setting,
  } satisfies Record<SettingName, typeof setting>,
  // A start command can show others what's in the environment.
  audience: 'channel',
  publishes: true,
  button: {
    at: 'menu',
    mends: [
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
    const changes = settingNames.filter((name) => isChange(name, site.spec, request[name] ?? {}))
    if (changes.length === 0) throw new UserError('settings-unchanged', {})
    const patch = changes.reduce<SpecPatch>((before, name) => ({ ...before, ...request[name] }), {})
    return {
      spec: { ...patch, setUpRevision: site.spec.setUpRevision + 1, ...retried(site) },
      to: changes.join(', '),
    }
  },
})

function isChange(name: SettingName, spec: SiteSpec, patch: SpecPatch): boolean {
  const { shown } = siteSettings[name]
  return shown(spec) !== shown(patchedSpec(spec, patch))
}
