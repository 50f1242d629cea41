import type { ExternalSelect } from '@slack/types'
import type { Desk } from '../desk.ts'
import { h } from '../dom.ts'
import { isEnter } from '../keys.ts'
import { showNotice } from '../notices.ts'
import { createSuggestionList, type Suggestion } from '../suggestion-list.ts'
import type { Field } from './field.ts'

const DEBOUNCE_MS = 150
/** Source: Slack, "Select menu of external data source". */
const MIN_QUERY_LENGTH = 3

/** Names of what was picked, which the workspace remembers by its value only. */
const names = new Map<string, string>()

/** A text box that asks the app what could be meant. Leaving it without picking puts back what was picked before. */
export function renderExternalSelect(element: ExternalSelect, field: Field, desk: Desk): HTMLElement {
  const { words } = desk
  const minLength = element.min_query_length ?? MIN_QUERY_LENGTH
  const input = h('input', {
    ...field.attributes,
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    placeholder: element.placeholder?.text,
    'aria-label': field.isInput ? undefined : (element.placeholder?.text ?? field.label),
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
  })
  let picked = initialPick(element, field)
  input.value = picked?.text ?? ''
  input.autofocus = element.focus_on_load === true

  const pick = (suggestion: Suggestion) => {
    picked = suggestion
    names.set(suggestion.value, suggestion.text)
    input.value = suggestion.text
    list.hide()
    field.hold({ type: 'external_select', value: suggestion.value })
    void field.act(input, { type: 'external_select', value: suggestion.value })
  }
  const list = createSuggestionList(input, { label: words.suggestions, onPick: pick })
  const ask = createAsk(field, desk)
  const search = (query: string) => {
    if (query.length < minLength) return list.say(words.typeMore(minLength))
    list.say(words.loading)
    ask(query, (found) => {
      if (document.activeElement !== input) return
      if (found.length === 0) list.say(words.noOptions)
      else list.show(found, 0)
    })
  }
  const restore = () => {
    ask.stop()
    list.hide()
    if (input.value.trim() === '' && picked !== undefined) {
      picked = undefined
      field.hold(null)
    }
    input.value = picked?.text ?? ''
  }
  input.addEventListener('input', () => search(input.value.trim()))
  input.addEventListener('blur', restore)
  input.addEventListener('click', () => {
    if (!list.isOpen() && minLength === 0) search(input.value === picked?.text ? '' : input.value.trim())
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.isOpen()) list.move(event.key === 'ArrowDown' ? 1 : -1)
      else search(input.value === picked?.text ? '' : input.value.trim())
    } else if (isEnter(event)) {
      // Enter in a form would submit it.
      event.preventDefault()
      const active = list.active()
      if (active !== undefined) pick(active)
    } else if (event.key === 'Escape' && input.getAttribute('aria-expanded') === 'true') {
      event.preventDefault()
      restore()
    }
  })
  return h('span', { class: 'select' }, input, list.element)
}

function initialPick(element: ExternalSelect, field: Field): Suggestion | undefined {
  const held = field.value()
  const initial = element.initial_option
  const own = initial?.value === undefined ? undefined : { value: initial.value, text: initial.text.text }
  if (held === undefined) return own
  if (held?.type !== 'external_select') return undefined
  return held.value === own?.value ? own : { value: held.value, text: names.get(held.value) ?? held.value }
}

/** Asks when the person pauses; only the last question's answer counts. */
function createAsk({ surface, at }: Field, desk: Desk) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const load = async (query: string, show: (found: Suggestion[]) => void) => {
    const turn = ++last
    try {
      const { place } = surface
      const { options, notice } = await desk.api.suggest({ place, element: at, query, state: surface.state() })
      if (turn !== last) return
      if (notice !== undefined) showNotice(notice, desk.words)
      show(options)
    } catch (error) {
      showNotice(desk.words.failed(error instanceof Error ? error.message : String(error)), desk.words)
    }
  }
  const ask = (query: string, show: (found: Suggestion[]) => void) => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(query, show), DEBOUNCE_MS)
  }
  const stop = () => {
    clearTimeout(timer)
    last += 1
  }
  return Object.assign(ask, { stop })
}
