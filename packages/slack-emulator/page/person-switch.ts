import type { Person } from '../src/workspace.ts'
import { avatarOf } from './avatar.ts'
import type { PageContext } from './page-context.ts'
import { h } from './dom.ts'
import { hrefOf, readRoute } from './route.ts'

/** Who the page acts as. Another person is another page: the address changes, and all is drawn anew. */
export function createPersonSwitch({ screen, words }: PageContext, actors: string[]): HTMLElement {
  const { me, people } = screen()
  const choices = people.filter(({ id }) => actors.includes(id)).map((person) => choiceOf(person, me))
  return h('fieldset', { class: 'people' }, h('legend', {}, words.actingAs), ...choices)
}

function choiceOf(person: Person, me: Person): HTMLElement {
  const choose = () => {
    const { view } = readRoute(location.hash) ?? {}
    location.hash = hrefOf({ person: person.id, ...(view !== undefined && { view }) })
  }
  const radio = h('input', { type: 'radio', name: 'acting-as', value: person.id, change: choose })
  radio.checked = person.id === me.id
  const place = person.tz.split('/').at(-1)?.replaceAll('_', ' ')
  const language = new Intl.DisplayNames([person.locale], { type: 'language' }).of(person.locale.split('-')[0] ?? 'en')
  const details = h('small', {}, `${language ?? person.locale} · ${place ?? person.tz}`)
  return h('label', {}, radio, avatarOf(person), h('span', {}, person.realName, details))
}
