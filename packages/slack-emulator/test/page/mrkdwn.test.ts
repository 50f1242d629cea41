import assert from 'node:assert/strict'
import type { Inline } from '../../page/mrkdwn-inline.ts'
import { parseMrkdwn } from '../../page/mrkdwn.ts'

/** The nodes of text that is one paragraph. */
function inline(source: string, options = {}): Inline[] {
  const [only, ...more] = parseMrkdwn(source, options)
  assert.deepEqual(more, [])
  return only?.type === 'text' ? only.children : assert.fail(`${only?.type} instead of text`)
}

const text = (words: string): Inline => ({ type: 'text', text: words })

describe('parseMrkdwn', () => {
  const cases: [source: string, nodes: Inline[]][] = [
    ['plain &lt;b&gt; &amp;amp;', [text('plain <b> &amp;')]],
    ['a *b c* d', [text('a '), { type: 'bold', children: [text('b c')] }, text(' d')]],
    [
      '_it_ ~gone~',
      [{ type: 'italic', children: [text('it')] }, text(' '), { type: 'strike', children: [text('gone')] }],
    ],
    ['*_both_*', [{ type: 'bold', children: [{ type: 'italic', children: [text('both')] }] }]],
    ['snake_case_name 2*3*4', [text('snake_case_name 2*3*4')]],
    ['*太字*です', [text('*太字*です')]],
    ['* no * bold', [text('* no * bold')]],
    ['`*a* &lt;`', [{ type: 'code', text: '*a* <' }]],
    ['one\ntwo', [text('one'), { type: 'line-break' }, text('two')]],
    ['<https://a.example?b=1&amp;c|A &amp; B>', [{ type: 'link', url: 'https://a.example?b=1&c', label: 'A & B' }]],
    ['<mailto:a@b.example>', [{ type: 'link', url: 'mailto:a@b.example' }]],
    ['*<http://x.example|x>*', [{ type: 'bold', children: [{ type: 'link', url: 'http://x.example', label: 'x' }] }]],
    [
      '<@U1> <#C1|general> <!here>',
      [
        { type: 'user', id: 'U1' },
        text(' '),
        { type: 'channel', id: 'C1', label: 'general' },
        text(' '),
        { type: 'everybody', name: 'here' },
      ],
    ],
    [
      '<!date^1392734382^{date} at {time}|Feb 18>',
      [{ type: 'date', at: 1392734382000, format: '{date} at {time}', fallback: 'Feb 18' }],
    ],
    [
      '<!date^1^{date}^https://a.example|x>',
      [{ type: 'date', at: 1000, format: '{date}', fallback: 'x', url: 'https://a.example' }],
    ],
    ['<!date^soon^{date}|x>', [text('<!date^soon^{date}|x>')]],
    ['see https://a.example/b.', [text('see '), { type: 'link', url: 'https://a.example/b' }, text('.')]],
  ]
  for (const [source, nodes] of cases)
    it(`reads ${JSON.stringify(source)}`, () => assert.deepEqual(inline(source), nodes))

  it('only links web and mail addresses', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//a.example', 'file:///etc']) {
      assert.deepEqual(inline(`<${url}|x>`), [text(`<${url}|x>`)])
      assert.deepEqual(inline(`<!date^1^{date}^${url}|x>`), [
        { type: 'date', at: 1000, format: '{date}', fallback: 'x' },
      ])
    }
  })

  it('leaves bare addresses alone in verbatim text', () => {
    assert.deepEqual(inline('https://a.example', { verbatim: true }), [text('https://a.example')])
  })

  it('reads paragraphs, quotes, lists and code', () => {
    assert.deepEqual(parseMrkdwn('words\n• one\n- *two*\n1. first\n&gt; quoted\n```\n*a* &lt;\n  b\n```\nend'), [
      { type: 'text', children: [text('words')] },
      { type: 'list', ordered: false, items: [[text('one')], [{ type: 'bold', children: [text('two')] }]] },
      { type: 'list', ordered: true, items: [[text('first')]] },
      { type: 'quote', children: [text('quoted')] },
      { type: 'code-block', text: '*a* <\n  b' },
      { type: 'text', children: [text('end')] },
    ])
  })

  it('reads as many lines as a message can have', () => {
    assert.equal(inline('x\n'.repeat(20_000)).length, 39_999)
  })
})
