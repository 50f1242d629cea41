import { settingNamed, settingNames, type SettingName, siteSettings } from './site-settings.ts'
import type { Site, SiteSpec } from './site.ts'

type Before = NonNullable<SiteSpec['settingsBefore']>

/** What settings were before changes that no set-up has brought about yet; undefined: there are none, or nothing was ever served. */
export function settingsToGoBackTo({ spec, status }: Pick<Site, 'spec' | 'status'>): Before['values'] | undefined {
  const { settingsBefore } = spec
  if (settingsBefore === undefined || status.deploy === undefined) return undefined
  return (status.setUp?.revision ?? 0) < settingsBefore.revision ? settingsBefore.values : undefined
}

/** What `settingsBefore` becomes when the spec changes to `next`: of several changes in a row, what was before the first counts. */
export function pendingSettings(site: Site, next: SiteSpec, revision: number): Before | undefined {
  const pending = settingsToGoBackTo(site)
  const values: Record<string, string> = {}
  for (const name of settingNames) {
    const { takes, shown } = siteSettings[name]
    const before = pending?.[name] ?? shown(site.spec)
    if (takes === 'set-up' && before !== shown(next)) values[name] = before
  }
  if (Object.keys(values).length === 0) return undefined
  return { revision: pending === undefined ? revision : (site.spec.settingsBefore?.revision ?? revision), values }
}

/** Room for a line of the history. */
const MAX_SHOWN = 100

/** `branch: main → spring, note: – → For the client`; only the names if that is too long. */
export function shownChanges(names: readonly SettingName[], before: SiteSpec, after: SiteSpec): string {
  const line = names.map((name) => shownChange(name, before, after)).join(', ')
  return line.length > MAX_SHOWN ? names.join(', ') : line
}

function shownChange(name: SettingName, before: SiteSpec, after: SiteSpec): string {
  const values = [before, after].map((spec) => settingNamed(name)?.shown(spec) ?? '')
  return values.some((value) => value.includes('\n'))
    ? name
    : `${name}: ${values.map((value) => value || '–').join(' → ')}`
}
