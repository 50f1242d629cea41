import assert from 'node:assert/strict'
import {
  codeBlock,
  codeSpan,
  escapeMrkdwn,
  mention,
  mrkdwn,
  plain,
  plainDate,
  plainDay,
  truncate,
  untrusted,
} from '../../views/mrkdwn.ts'
import { aViewContext } from './a-view-context.ts'

const AT = Date.parse('2026-11-23T09:00:00.900Z')

describe('escapeMrkdwn', () => {
  it('leaves neither mentions nor links nor entities', () => {
    assert.equal(escapeMrkdwn('<!channel> <@U1> a&lt;b'), '&lt;!channel&gt; &lt;@U1&gt; a&amp;lt;b')
  })
})

describe('truncate', () => {
  it('leaves alone what fits', () => {
    assert.equal(truncate('plum', 4), 'plum')
  })

  it('marks where it has cut, within the limit', () => {
    assert.equal(truncate('plums', 4), 'plu…')
  })

  it('does not cut a character into halves', () => {
    assert.equal(truncate('𠮷𠮷𠮷', 4), '𠮷…')
  })
})

describe('untrusted', () => {
  it('is one line, in the direction it is written in', () => {
    assert.equal(untrusted('one\r\n> two\u202Egpj\u2028three'), 'one &gt; twogpj three')
  })

  it('is cut before it is escaped, so that no entity is cut', () => {
    assert.equal(untrusted('&&&&', 3), '&amp;&amp;…')
  })
})

describe('codeSpan', () => {
  it('cannot be left by a backtick', () => {
    assert.equal(codeSpan('a`b'), '`aˋb`')
  })

  it('is nothing for nothing', () => {
    assert.equal(codeSpan(' \n'), '')
  })
})

describe('codeBlock', () => {
  it('keeps lines, and cannot be left', () => {
    assert.equal(codeBlock('one\n```<!here>\n', 100), '```\none\nˋˋˋ&lt;!here&gt;\n```')
  })

  it('keeps the end, counted as escaped', () => {
    assert.equal(codeBlock('start<<end', 11), '```\n&lt;&lt;end\n```')
    assert.equal(codeBlock('start<<end', 10), '```\n&lt;end\n```')
  })

  it('is nothing for nothing', () => {
    assert.equal(codeBlock('\n', 100), '')
  })
})

describe('mention', () => {
  it('mentions Slack users, and names all others', () => {
    assert.equal(mention('U001'), '<@U001>')
    assert.equal(mention('pokopoko'), 'pokopoko')
    assert.equal(mention('U1> <!channel'), 'U1&gt; &lt;!channel')
  })
})

describe('dates', () => {
  it('are in the time zone of the platform, which they name unless the reader’s clock shows the same', () => {
    const shown = (readerZone: string) => plainDate(AT, { ...aViewContext(), readerZone })
    assert.equal(plainDate(AT, aViewContext()), '23 Nov 2026, 18:00 GMT+9')
    assert.equal(shown('America/New_York'), '23 Nov 2026, 18:00 GMT+9')
    assert.equal(shown('Asia/Seoul'), '23 Nov 2026, 18:00')
  })

  it('are written out for plain places', () => {
    assert.equal(plainDate(AT, aViewContext('ja')), '2026/11/23 18:00 JST')
    assert.equal(plainDay('2026-11-23', aViewContext('en')), '23 Nov 2026')
    assert.equal(plainDay('2026-11-23', aViewContext('ja')), '2026/11/23')
  })
})

describe('text objects', () => {
  it('let Slack turn no plain words into links, mentions or emoji', () => {
    assert.equal(mrkdwn('@here').verbatim, true)
    assert.equal(plain(':smile:').emoji, false)
  })
})
