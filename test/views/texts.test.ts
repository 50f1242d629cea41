import assert from 'node:assert/strict'
import { en } from '../../views/text/en.ts'
import { localeOf, textsFor } from '../../views/text/for-locale.ts'
import { ja } from '../../views/text/ja.ts'
import type { Texts } from '../../views/text/texts.ts'
import { aViewContext, locales } from './a-view-context.ts'
import { everyHome, everyMessage, everyModal, everythingAtCodeHost } from './every-view.ts'
import { everyError } from './every-error.ts'
import { offeredOptions } from '../../views/no-offer.ts'
import { noOffers } from '../../views/text/no-offer.ts'
import { plainErrorText } from '../../views/problem.ts'

interface Said {
  key: string
  words: string
}

/** Draws everything there is, and notes each text that was asked for, with what came out. */
function everythingSaid(locale: 'en' | 'ja'): Said[] {
  const said: Said[] = []
  const texts = recording(textsFor(locale), '', (key, words) => said.push({ key, words }))
  const viewContext = aViewContext(locale, { texts, machines: 'embedded' })
  for (const draw of Object.values({ ...everyMessage, ...everyHome, ...everythingAtCodeHost })) draw(viewContext)
  for (const draw of Object.values(everyModal)) draw(viewContext)
  for (const why of noOffers) offeredOptions([], why, viewContext)
  for (const error of everyError) plainErrorText(error, viewContext)
  return said
}

function recording<T extends object>(texts: T, path: string, note: (key: string, words: string) => void): T {
  return new Proxy(texts, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      const at = `${path}/${String(key)}`
      if (typeof value === 'string') note(at, value)
      if (typeof value === 'object' && value !== null) return recording(value, at, note)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]) => {
        const words: unknown = Reflect.apply(value, undefined, parameters)
        note(at, String(words))
        return words
      }
    },
  })
}

function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${path}/${key}`) : [`${path}/${key}`],
  )
}

describe('texts', () => {
  it('have the same keys in both languages', () => {
    assert.deepEqual(keysOf(ja).toSorted(), keysOf(en).toSorted())
  })

  it('keep the order of commands, whatever the language', () => {
    const words = ({ commands }: Texts) => Object.values(commands).map(({ usage }) => usage.split(' ')[1])
    assert.deepEqual(words(ja), words(en))
  })

  for (const locale of locales) {
    it(`are all used, ${locale}`, () => {
      const used = new Set(everythingSaid(locale).map(({ key }) => key))
      assert.deepEqual(
        keysOf(textsFor(locale)).filter((key) => !used.has(key)),
        [],
      )
    })

    it(`are never empty or half filled in, ${locale}`, () => {
      const bad = everythingSaid(locale).filter(
        ({ words }) => !/\S/.test(words) || /undefined|NaN|\[object/.test(words),
      )
      assert.deepEqual(bad, [])
    })
  }

  it('speak Japanese to Japanese readers, without English sentences', () => {
    // Names of things are Latin everywhere; in Japanese no text has three English words in a row outside of code.
    const english = everythingSaid('ja').filter(({ words }) => {
      const prose = words.replace(/`[^`]*`|<[^>]*>|&\w+;/g, ' ').replace(/\/testsite [a-z]+/g, ' ')
      return /[a-z]+ [a-z]+ [a-z]+/i.test(prose)
    })
    assert.deepEqual(
      english.filter(({ words }) => !words.includes('quoted')),
      [],
    )
  })

  it('differ between the languages, but for what is a name', () => {
    const same = keysOf(en).filter((key) => typeof at(en, key) === 'string' && at(en, key) === at(ja, key))
    const names = ['name', 'appDirectory', 'documentRoot', 'startCommand']
    const named = [...names.map((name) => `/createForm/placeholders/${name}`), '/card/ssh']
    assert.deepEqual(same.toSorted(), [...named, '/commands/help/usage'].toSorted())
  })

  it('say durations in words of either language', () => {
    assert.deepEqual([200, 12_400, 120_000, 125_000].map(en.duration), ['1 s', '12 s', '2 min', '2 min 5 s'])
    assert.deepEqual([200, 12_400, 120_000, 125_000].map(ja.duration), ['1 秒', '12 秒', '2 分', '2 分 5 秒'])
    assert.equal(en.duration(59_900), '1 min')
  })
})

describe('textsFor', () => {
  it('speaks Japanese to ja and ja-JP, English to all others', () => {
    assert.deepEqual(['ja', 'ja-JP', 'JA_jp', 'en-US', 'jam', 'de-DE', ''].map(localeOf), [
      'ja',
      'ja',
      'ja',
      'en',
      'en',
      'en',
      'en',
    ])
    assert.equal(textsFor('ja-JP'), ja)
    assert.equal(textsFor('fr-FR'), en)
  })
})

function at(texts: object, key: string): unknown {
  return key
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
      texts,
    )
}
