import assert from 'node:assert/strict'
import type { ModalView } from '@slack/types'
import { checkModal } from '@pokopoko/slack-emulator/testing'
import { HOUR_MS } from '../../src/site/time.ts'
import { UserError } from '../../src/site/user-error.ts'
import { branchBlockId, callbackIds, decodeContext, inputIds } from '../../views/action-ids.ts'
import { createForm } from '../../views/create-form.ts'
import {
  type CreateFormValues,
  orderErrors,
  readCreateForm,
  readCreateFormValues,
} from '../../views/read-create-form.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { elementIn, idsIn, wordsIn } from './elements.ts'

const viewContext = aViewContext()
const catalogue = {
  images: [
    { id: 'debian-12', label: 'Debian 12' },
    { id: 'ubuntu-24', label: 'Ubuntu 24.04' },
  ],
  sizes: [{ id: 'small', label: 'Small' }],
}
const context = { channel: 'C001' }

function form(draft: CreateFormValues = {}): ModalView {
  return createForm(draft, { catalogue, now: SITE_CREATED_AT, context }, viewContext)
}

function blockOf(view: ModalView, actionId: string) {
  checkModal(view)
  const block = view.blocks.find((one) => one.type === 'input' && one.element.action_id === actionId)
  return block?.type === 'input' ? block : assert.fail(`no input ${actionId}`)
}

const submitted = {
  name: { name: { value: 'plum' } },
  repository: { repository: { selected_option: { value: 'orchard/plum' } } },
  'branch:orchard/plum': { branch: { selected_option: { value: 'main' } } },
  'document-root': { 'document-root': { value: null } },
  image: { image: { selected_option: { value: 'debian-12' } } },
  size: { size: { selected_option: { value: 'small' } } },
  'last-day': { 'last-day': { selected_date: '2026-11-16' } },
  'access-user': { 'access-user': { value: 'guest' } },
  password: { password: { value: null } },
  'ssh-team': { 'ssh-team': { selected_option: null } },
  channel: { channel: { selected_conversation: 'C002' } },
}

describe('createForm', () => {
  it('offers channels and group direct messages for the card, but no direct message of one person', () => {
    const select = elementIn(form(), inputIds.channel)
    assert.ok(select.type === 'conversations_select')
    assert.deepEqual(select.filter?.include, ['public', 'private', 'mpim'])
  })

  it('asks for everything, and remembers where it was asked for', () => {
    const view = form()
    const { owner: _, spot: __, ...asked } = inputIds
    assert.deepEqual(idsIn(view).toSorted(), Object.values(asked).toSorted())
    assert.equal(view.callback_id, callbackIds.createForm)
    assert.deepEqual(decodeContext(view.private_metadata ?? ''), context)
  })

  it('is short where the rest fits into what a form remembers', () => {
    const short = (draft: CreateFormValues) =>
      createForm(draft, { catalogue, isShort: true, now: SITE_CREATED_AT, context }, viewContext)
    const metadata = short({ startCommand: '"'.repeat(500), documentRoot: 'd'.repeat(200) }).private_metadata ?? ''
    assert.equal(decodeContext(metadata).hidden?.startCommand?.length, 500)
    assert.ok(!idsIn(short({ channel: 'C001' })).includes(inputIds.size))
    const long = short({ startCommand: 'x'.repeat(3000), channel: 'C001' })
    assert.ok(idsIn(long).includes(inputIds.size))
    assert.equal(decodeContext(long.private_metadata ?? '').hidden, undefined)
  })

  it('remembers no password', () => {
    const short = createForm(
      { password: 'opensesame' },
      { catalogue, isShort: true, now: SITE_CREATED_AT, context },
      viewContext,
    )
    assert.ok(!wordsIn(short).includes('opensesame'))
  })

  it('lives two weeks unless asked otherwise, and says how long it can', () => {
    const picker = elementIn(form(), inputIds.lastDay)
    assert.ok(picker.type === 'datepicker')
    assert.equal(picker.initial_date, '2026-11-16')
    assert.match(
      blockOf(form(), inputIds.lastDay).hint?.text ?? '',
      /Between 2 Nov 2026 and 31 Jan 2027.* 18:00 \(Asia\/Tokyo\)/,
    )
  })

  it('suggests the day that was typed, and tomorrow where today is over', () => {
    const suggested = (view: ModalView) => {
      const picker = elementIn(view, inputIds.lastDay)
      return picker.type === 'datepicker' ? picker.initial_date : undefined
    }
    assert.equal(suggested(form({ lastDay: '2026-12-24' })), '2026-12-24')
    assert.equal(suggested(form({ lastDay: '<!channel>' })), suggested(form()), 'no date, no picker')
    const short = aViewContext('en', { policy: { ...viewContext.policy, defaultDays: 0 } })
    const evening = SITE_CREATED_AT + 8 * HOUR_MS
    assert.equal(suggested(createForm({}, { catalogue, now: evening, context }, short)), '2026-11-03')
  })

  it('suggests the channel that the person is in when it knows no other', () => {
    const channel = (draft: CreateFormValues) => {
      const select = elementIn(form(draft), inputIds.channel)
      return select.type === 'conversations_select' ? select : assert.fail(select.type)
    }
    assert.equal(channel({}).default_to_current_conversation, true)
    assert.equal(channel({ channel: 'C002' }).initial_conversation, 'C002')
  })

  it('shows the address that the name will give', () => {
    const hint = (name: string) => blockOf(form({ name }), inputIds.name).hint?.text ?? ''
    assert.match(hint('plum'), / plum\.test\.example\.com$/)
    assert.match(hint('No Name!'), / spring-campaign\.test\.example\.com$/)
  })

  it('is filled in with what is known', () => {
    const view = form({
      ...readCreateForm(submitted, {}),
      image: 'ubuntu-24',
      documentRoot: 'web',
      sshTeam: 'gardeners',
    })
    const filled = wordsIn(view)
    for (const initial of [
      '"initial_value":"plum"',
      '"initial_option":{"text":{"type":"plain_text","text":"orchard/plum","emoji":false},"value":"orchard/plum"}',
      '"initial_option":{"text":{"type":"plain_text","text":"main","emoji":false},"value":"main"}',
      '"initial_value":"web"',
      '"value":"gardeners"}',
      '"initial_conversation":"C002"',
    ]) {
      assert.ok(filled.includes(initial), initial)
    }
    const image = elementIn(view, inputIds.image)
    assert.ok(image.type === 'static_select')
    assert.equal(image.initial_option?.value, 'ubuntu-24')
  })

  it('never sends a password back', () => {
    assert.ok(!wordsIn(form({ password: 'opensesame' })).includes('opensesame'))
  })

  it('suggests the first of the catalogue for what it no longer has', () => {
    const image = elementIn(form({ image: 'debian-7' }), inputIds.image)
    assert.ok(image.type === 'static_select')
    assert.equal(image.initial_option?.value, 'debian-12')
  })

  it('offers a machine that may be stopped only where the platform has such', () => {
    const offering = (offersSpot: boolean) =>
      idsIn(createForm({}, { catalogue: { ...catalogue, offersSpot }, now: SITE_CREATED_AT, context }, viewContext))
    assert.ok(offering(true).includes(inputIds.spot))
    assert.ok(!offering(false).includes(inputIds.spot) && !idsIn(form()).includes(inputIds.spot))
  })

  it('ticks what was ticked last', () => {
    const ticked = (draft: CreateFormValues) => {
      const box = elementIn(form(draft), inputIds.spaFallback)
      return box.type === 'checkboxes' ? box.initial_options?.length : assert.fail(box.type)
    }
    assert.equal(ticked({ spaFallback: true }), 1)
    assert.equal(ticked({ spaFallback: false }), undefined)
  })

  it('hears of a picked repository, and starts over with its branches', () => {
    assert.equal(blockOf(form(), inputIds.repository).dispatch_action, true)
    const branchOf = (repository: string) => blockOf(form({ repository }), inputIds.branch).block_id
    assert.equal(branchOf('orchard/plum'), branchBlockId('orchard/plum'))
    assert.notEqual(branchOf('orchard/plum'), branchOf('orchard/pear'))
  })

  it('offers options from the first click on', () => {
    for (const id of [inputIds.repository, inputIds.branch, inputIds.sshTeam]) {
      const select = elementIn(form(), id)
      assert.ok(select.type === 'external_select')
      assert.equal(select.min_query_length, 0)
    }
  })

  it('lets only what a repository tells, the password and the team be left empty', () => {
    const optional = Object.values(inputIds).filter(
      (id) => id !== inputIds.owner && id !== inputIds.spot && blockOf(form(), id).optional === true,
    )
    const { documentRoot, appDirectory, startCommand, services, spaFallback, password, sshTeam } = inputIds
    assert.deepEqual(optional, [documentRoot, appDirectory, startCommand, services, spaFallback, password, sshTeam])
  })
})

describe('readCreateForm', () => {
  it('reads what was submitted', () => {
    assert.deepEqual(readCreateForm(submitted, {}), {
      name: 'plum',
      repository: 'orchard/plum',
      branch: 'main',
      documentRoot: '',
      image: 'debian-12',
      size: 'small',
      lastDay: '2026-11-16',
      accessUser: 'guest',
      password: '',
      channel: 'C002',
    })
  })

  it('reads a team and a password where there are some', () => {
    const order = readCreateForm(
      {
        ...submitted,
        password: { password: { value: 'opensesame' } },
        'ssh-team': { 'ssh-team': { selected_option: { value: 'gardeners' } } },
      },
      {},
    )
    assert.equal(order.password, 'opensesame')
    assert.equal(order.sshTeam, 'gardeners')
  })

  it('reads what is ticked and what is not, where it was asked', () => {
    const flags = (spa: { value: string }[]) => {
      const { spaFallback, spot } = readCreateForm(
        {
          ...submitted,
          'spa-fallback': { 'spa-fallback': { selected_options: spa } },
        },
        {},
      )
      return [spaFallback, spot]
    }
    assert.deepEqual(flags([{ value: 'yes' }]), [true, undefined])
    assert.deepEqual(flags([]), [false, undefined])
  })

  it('makes nothing up while the form is being filled in', () => {
    assert.deepEqual(readCreateFormValues({ name: { name: { value: 'plum' } } }, {}), { name: 'plum' })
  })
})

describe('orderErrors', () => {
  it("puts each mistake at its own field, that of the branch included, in the reader's language", () => {
    const errors = {
      name: new UserError('name-reserved', { name: 'www' }),
      branch: new UserError('branch-missing', { repository: 'orchard/plum', branch: 'a<b' }),
    }
    assert.deepEqual(orderErrors(errors, submitted, viewContext), {
      name: 'The name www is reserved. Choose another one.',
      'branch:orchard/plum': 'orchard/plum has no branch a<b. Choose another one, or push it first.',
    })
    assert.match(orderErrors(errors, submitted, aViewContext('ja'))['name'] ?? '', /予約済みの名前/)
  })

  it('finds no fault where there is none', () => {
    assert.deepEqual(orderErrors({}, submitted, viewContext), {})
  })
})
