import assert from 'node:assert/strict'
import { matchingSites } from '../../src/control/matching-sites.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'

const query = { by: 'life', life: 'live' } as const

async function storeOf(count: number) {
  const store = createFakeSiteStore({ isChecked: false })
  const site = aSite()
  for (let index = 0; index < count; index += 1) {
    const name = `site-${index}`
    await store.create({ ...site, name, id: name, spec: { ...site.spec, expiresAt: SITE_CREATED_AT + index } })
  }
  return store
}

const numberOf = ({ name }: Site) => Number(name.slice(5))

async function pagesOf(count: number, limit: number, matches: (site: Site) => boolean): Promise<number[][]> {
  const store = await storeOf(count)
  const pages: number[][] = []
  let cursor: string | undefined
  do {
    const page = await matchingSites(store, query, { limit, cursor, matches })
    pages.push(page.sites.map(numberOf))
    cursor = page.cursor
  } while (cursor !== undefined)
  return pages
}

describe('matchingSites', () => {
  it('finds each that matches once, in full pages, and ends with the last', async () => {
    assert.deepEqual(await pagesOf(20, 3, (site) => numberOf(site) % 3 === 0), [[0, 3, 6], [9, 12, 15], [18]])
    assert.deepEqual(await pagesOf(18, 3, (site) => numberOf(site) % 3 === 0), [
      [0, 3, 6],
      [9, 12, 15],
    ])
  })

  it('goes on past many that do not match', async () => {
    assert.deepEqual(await pagesOf(900, 2, (site) => numberOf(site) % 299 === 0), [
      [0, 299],
      [598, 897],
    ])
    assert.deepEqual(await pagesOf(600, 2, (site) => [5, 260].includes(numberOf(site))), [[5, 260]])
    assert.deepEqual(await pagesOf(300, 1, (site) => [5, 250].includes(numberOf(site))), [[5], [250]])
  })

  it('looks at 1,000 at a time', async () => {
    assert.deepEqual(await pagesOf(2300, 5, (site) => numberOf(site) === 2222), [[], [], [2222]])
  })

  it('passes on what cannot be read', async () => {
    const { list } = await storeOf(2)
    const store = {
      list: async (...args: Parameters<typeof list>) => ({ ...(await list(...args)), unreadable: ['fig'] }),
    }
    const { sites, unreadable } = await matchingSites(store, query, { limit: 5, matches: () => true })
    assert.deepEqual([sites.length, unreadable], [2, ['fig']])
  })
})
