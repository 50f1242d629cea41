import assert from 'node:assert/strict'
import { siteLines } from '../../../views/terminal/site-lines.ts'
import { aSite } from '../../support/a-site.ts'
import { aViewContext, locales } from '../a-view-context.ts'
import { hostileSite, siteIn } from '../sites.ts'

describe('a site on a terminal', () => {
  it('shows what its card shows, and its history', () => {
    const lines = siteLines(aSite(), aViewContext()).split('\n')
    assert.match(lines[0] ?? '', /plum: Ready/)
    for (const shown of ['https://plum.test.example.com', 'orchard/plum@main', '3f2a1c9', 'U001', 'guest']) {
      assert.ok(
        lines.some((line) => line.includes(shown)),
        shown,
      )
    }
    assert.match(lines.at(-1) ?? '', /^2 Nov 2026, 12:00 GMT\+9 +U001 created it\.$/)
  })

  it('shows what the machine took it for, and by which file', () => {
    const stack = { label: 'Next.js 15 · Node 22', file: 'package.json' }
    const site = aSite()
    assert.doesNotMatch(siteLines(site, aViewContext()), /^Stack/m)
    const { deploy } = site.status
    assert.ok(deploy)
    const lines = siteLines(aSite({ status: { deploy: { ...deploy, stack } } }), aViewContext())
    assert.match(lines, /^Stack: Next\.js 15 · Node 22 \(package\.json\)$/m)
  })

  it('says until when an archived one can be restored', () => {
    assert.match(siteLines(siteIn('archived'), aViewContext()), /\nRestore by: 16 Dec 2026, 18:00 GMT\+9\n/)
  })

  it('gives the reason and the end of the log of one that has failed', () => {
    const text = siteLines(siteIn('failed'), aViewContext())
    assert.match(text, /orchard\/plum/)
    assert.match(text, /\nfatal: could not read from remote repository\n/)
  })

  it('lets nothing through that a terminal would obey, in either language', () => {
    for (const locale of locales) {
      const text = siteLines(hostileSite('failed'), aViewContext(locale))
      assert.doesNotMatch(text, /[^\P{Cc}\n]|[\u202A-\u202E\u2028\u2029]/u)
    }
  })
})
