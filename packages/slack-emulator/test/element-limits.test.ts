import { actions, button, checkCases, of, option, select, times, type Case } from './limit-case.ts'
import { input, plain, section } from './workspace-fixture.ts'

const overflow = (count: number) => ({ type: 'overflow', options: times(count, (n) => option(String(n))) })
const confirm = (more: object = {}) => ({
  title: plain('T'),
  text: plain('Sure?'),
  confirm: plain('Y'),
  deny: plain('N'),
  ...more,
})

const several = (more: object = {}) => [
  { ...section('x'), accessory: { type: 'multi_static_select', action_id: 's', options: [option('1')], ...more } },
]

const cases: Case[] = [
  [
    'button text',
    actions(button({ text: plain(of(75)) })),
    actions(button({ text: plain(of(76)) })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value',
    actions(button({ value: of(2000) })),
    actions(button({ value: of(2001) })),
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'empty value',
    actions(button({ value: 'x' })),
    actions(button({ value: '' })),
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'button url',
    actions(button({ url: `https://e.org/${of(2986)}` })),
    actions(button({ url: `https://e.org/${of(2987)}` })),
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'what is no url',
    actions(button({ url: 'https://e.org' })),
    actions(button({ url: 'e.org' })),
    'must be a valid URL [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'style',
    actions(button({ style: 'danger' })),
    actions(button({ style: 'default' })),
    'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'action_id',
    actions(button({ action_id: of(255) })),
    actions(button({ action_id: of(256) })),
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'option text',
    actions(select({ options: [option('1', of(75))] })),
    actions(select({ options: [option('1', of(76))] })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'option value',
    actions(select({ options: [option(of(150))] })),
    actions(select({ options: [option(of(151))] })),
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'option description',
    actions(select({ options: [{ ...option('1'), description: plain(of(75)) }] })),
    actions(select({ options: [{ ...option('1'), description: plain(of(76)) }] })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]',
  ],
  [
    'options',
    actions(select({ options: times(100, (n) => option(`${n}`)) })),
    actions(select({ options: times(101, (n) => option(`${n}`)) })),
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'no options',
    actions(select()),
    actions(select({ options: [] })),
    'must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'neither options nor groups',
    actions(select()),
    actions({ type: 'static_select' }),
    'must provide either options or option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'initial option',
    actions(select({ initial_option: option('1') })),
    actions(select({ initial_option: option('2') })),
    'must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'initial option with other text',
    actions(select({ initial_option: option('1') })),
    actions(select({ initial_option: option('1', 'Uno') })),
    'must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'options of a multi-select',
    several({ options: times(100, (n) => option(`${n}`)) }),
    several({ options: times(101, (n) => option(`${n}`)) }),
    'no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'initial options of a multi-select',
    several({ initial_options: [option('1')] }),
    several({ initial_options: [option('1'), option('2')] }),
    'must be one of the options [json-pointer:/blocks/0/accessory/initial_options/1]',
  ],
  [
    'a multi-select without options',
    several(),
    several({ options: undefined }),
    'must provide either options or option_groups [json-pointer:/blocks/0/accessory]',
  ],
  [
    'overflow',
    actions(overflow(5)),
    actions(overflow(6)),
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'placeholder',
    actions(select({ placeholder: plain(of(150)) })),
    actions(select({ placeholder: plain(of(151)) })),
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
  ],
  [
    'confirm title',
    actions(button({ confirm: confirm({ title: plain(of(100)) }) })),
    actions(button({ confirm: confirm({ title: plain(of(101)) }) })),
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'confirm text',
    actions(button({ confirm: confirm({ text: plain(of(300)) }) })),
    actions(button({ confirm: confirm({ text: plain(of(301)) }) })),
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'confirm button',
    actions(button({ confirm: confirm({ confirm: plain(of(30)) }) })),
    actions(button({ confirm: confirm({ confirm: plain(of(31)) }) })),
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
  ],
  [
    'deny button',
    actions(button({ confirm: confirm({ deny: plain(of(30)) }) })),
    actions(button({ confirm: confirm({ deny: plain(of(31)) }) })),
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
  ],
  [
    'date',
    actions({ type: 'datepicker', initial_date: '2028-02-29' }),
    actions({ type: 'datepicker', initial_date: '2027-02-29' }),
    'must be a date of the form YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]',
  ],
  [
    'max_length',
    [input('i', { max_length: 3000 })],
    [input('i', { max_length: 3001 })],
    'must be no more than 3000 [json-pointer:/blocks/0/element/max_length]',
  ],
  [
    'min over max',
    [input('i', { min_length: 5, max_length: 5 })],
    [input('i', { min_length: 6, max_length: 5 })],
    'must not be more than max_length [json-pointer:/blocks/0/element/min_length]',
  ],
  [
    'long initial value',
    [input('i', { initial_value: 'abc', max_length: 3 })],
    [input('i', { initial_value: 'abcd', max_length: 3 })],
    'must not be longer than max_length [json-pointer:/blocks/0/element/initial_value]',
  ],
  [
    'unknown property',
    actions(button()),
    actions(button({ colour: 'red' })),
    'invalid additional property: colour [json-pointer:/blocks/0/elements/0/colour]',
  ],
  [
    'missing text',
    actions(button()),
    actions({ type: 'button' }),
    'missing required field: text [json-pointer:/blocks/0/elements/0]',
  ],
]

describe('element limits', () => {
  checkCases(cases)
})
