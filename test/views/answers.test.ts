import assert from 'node:assert/strict'
import { UserError } from '../../src/site/user-error.ts'
import { createdMessage, doneMessage } from '../../views/operation-text.ts'
import { help, unknownCommand } from '../../views/help.ts'
import { passwordShown } from '../../views/password-shown.ts'
import {
  fieldErrors,
  unexpectedMessage,
  unexpectedModal,
  userErrorMessage,
  userErrorModal,
  userErrorText,
} from '../../views/problem.ts'
import { commandNames } from '../../src/site/commands.ts'
import { aViewContext } from './a-view-context.ts'
import { wordsIn } from './elements.ts'
import { siteIn } from './sites.ts'

const viewContext = aViewContext()
const extended = new UserError('already-extended', { name: 'plum', by: 'U002', expiresAt: 1_794_798_000_000 })

describe('userErrorText', () => {
  it('says who and when to each reader', () => {
    assert.match(
      userErrorText(extended, viewContext),
      /^<@U002> already changed this: `plum` expires 16 Nov 2026, 12:00 GMT\+9/,
    )
  })

  it('says what can be done instead, in the state that the site is in', () => {
    const refused = new UserError('not-now', { name: 'plum', operation: 'extend', phase: 'archived' })
    assert.equal(
      userErrorText(refused, viewContext),
      "You can't extend `plum` right now: it's archived. Bring it back with `/testsite restore plum`.",
    )
  })

  it('counts one site, and more', () => {
    const full = (max: number) => userErrorText(new UserError('site-quota-reached', { max }), viewContext)
    const theirs = (max: number) =>
      userErrorText(new UserError('owner-quota-reached', { owner: 'U002', max }), viewContext)
    assert.match(full(1), /^There is already 1 site that is up or asleep, the most/)
    assert.match(full(2), /^There are already 2 sites that are up or asleep, the most/)
    assert.match(theirs(1), /^<@U002> already has 1 site that is up or asleep, the/)
    assert.match(theirs(2), /^<@U002> already has 2 sites that are up or asleep, the/)
  })

  it('repeats what was typed without letting it act', () => {
    const error = new UserError('no-such-site', { name: '<!channel>`' })
    assert.match(userErrorText(error, viewContext), /named `&lt;!channel&gt;ˋ`/)
  })
})

describe('fieldErrors', () => {
  it('is plain: no mention, no markup, the date written out', () => {
    assert.deepEqual(fieldErrors('last-day', extended, viewContext), {
      'last-day':
        "Someone already changed this: plum expires 16 Nov 2026, 12:00 GMT+9. If that's too soon, extend it from its card.",
    })
  })

  it('says each thing once where nobody can be mentioned', () => {
    const groups = new UserError('creation-not-permitted', { groups: ['S001', 'S002'], channels: ['C001', 'C002'] })
    const elsewhere = new UserError('not-permitted', {
      name: 'plum',
      operation: 'wake',
      audience: 'channel',
      owner: 'U001',
      channel: 'C001',
    })
    const at = (error: UserError, locale: 'en' | 'ja') => fieldErrors('name', error, aViewContext(locale))['name']
    assert.equal(
      at(elsewhere, 'en'),
      "From here, only the owner and admins can wake plum. Everyone else can do it in the site's channel.",
    )
    assert.match(at(elsewhere, 'ja') ?? '', /、担当者と管理者だけです。それ以外の方は、サイトのチャンネルで操作/)
    assert.match(
      at(groups, 'en') ?? '',
      /: members of certain user groups; anyone who types \/testsite in certain channels; admins\./,
    )
    assert.match(
      at(groups, 'ja') ?? '',
      /特定のユーザーグループのメンバー、特定のチャンネルで \/testsite と入力した方、管理者です/,
    )
  })
})

describe('problems', () => {
  it('are said in a message or a modal', () => {
    const said = userErrorText(extended, viewContext)
    assert.equal(userErrorMessage(extended, viewContext).text, `⚠️ ${said}`)
    assert.ok(wordsIn(userErrorModal(extended, viewContext)).includes(said))
  })

  it('that nobody expected carry their reference', () => {
    assert.match(unexpectedMessage('7f3a', viewContext).text, /`7f3a`/)
    assert.match(wordsIn(unexpectedModal('7f3a', aViewContext('ja'))), /参照番号.*`7f3a`/)
  })
})

describe('doneMessage', () => {
  it('says what comes now', () => {
    const line = { at: 1, by: 'U002' }
    const after = (entry: { action: string; to: string | number }) =>
      siteIn('ready', { history: [{ ...line, ...entry }] })
    assert.match(
      createdMessage(siteIn('ready'), viewContext).text,
      /\*plum\* is on its way\. Follow its progress on its card in <#C001>/,
    )
    const extended = after({ action: 'extend', to: 1_794_798_000_000 })
    assert.match(doneMessage('extend', extended, viewContext).text, /expires 16 Nov 2026, 12:00 GMT\+9/)
    const handedOver = after({ action: 'hand-over', to: 'U001' })
    assert.match(doneMessage('hand-over', handedOver, viewContext).text, /belongs to <@U001>/)
  })
})

describe('passwordShown', () => {
  const shown = (password: string) => passwordShown({ name: 'plum', user: 'guest', password }, viewContext)

  it('gives address, user and password, but no password to a notification', () => {
    const { text, blocks } = shown('abcde-fghjk-mnpqr')
    const words = wordsIn(blocks)
    for (const part of ['<https://plum.test.example.com|', '`guest`', '`abcde-fghjk-mnpqr`'])
      assert.ok(words.includes(part))
    assert.ok(!text.includes('abcde'))
  })

  it('changes nothing in a password that mrkdwn would change', () => {
    for (const password of ['a`b`c*d*e', ' two  words ', 'ａ<b>&c']) {
      const alone = JSON.stringify({ type: 'plain_text', text: password, emoji: false })
      assert.ok(wordsIn(shown(password).blocks).includes(alone), password)
    }
  })
})

describe('help', () => {
  it('shows every command', () => {
    const words = wordsIn(help(viewContext).blocks)
    for (const name of commandNames) assert.ok(words.includes(`\`/testsite ${name}`), name)
  })

  it('comes with a guess at what was meant', () => {
    const { text, blocks } = unknownCommand({ typed: '<!here>', nearest: 'extend' }, viewContext)
    assert.match(text, /I don't know .*&lt;!here&gt;.* Did you mean `\/testsite extend NAME \[DAYS\|DATE\]`\?/)
    assert.ok(wordsIn(blocks).includes(wordsIn(help(viewContext).blocks).slice(1, -1)))
    assert.ok(!unknownCommand({ typed: 'x' }, viewContext).text.includes('Did you mean'))
  })
})
