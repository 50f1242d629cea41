import assert from 'node:assert/strict'
import { githubLoginIn } from '../../src/site/github-login.ts'

describe('the GitHub login in a profile', () => {
  const logins: [typed: string, login: string][] = [
    ['aki', 'aki'],
    [' Aki-Mori ', 'Aki-Mori'],
    ['@aki', 'aki'],
    ['https://github.com/aki', 'aki'],
    ['https://github.com/aki/', 'aki'],
    ['http://www.github.com/@aki', 'aki'],
    ['github.com/aki', 'aki'],
    ['https://github.example.com/aki', 'aki'],
    ['aki_acme', 'aki_acme'],
    ['a'.repeat(39), 'a'.repeat(39)],
  ]
  for (const [typed, login] of logins) {
    it(`is read from ${typed}`, () => {
      assert.equal(githubLoginIn(typed), login)
    })
  }

  const others = [
    '',
    '@',
    '-aki',
    'a'.repeat(40),
    'aki mori',
    'aki, bo',
    'Aki <aki@acme.example>',
    '亜希',
    '..',
    '../aki',
    'aki/..',
    'aki/permission?',
    'aki%2F..',
    'aki?per_page=1',
    'aki#x',
    'aki\r\nx: y',
    'dependabot[bot]',
    'https://github.com/',
    'https://github.com/aki/website',
    'https://gitlab.com/aki',
    'https://evil.example/github.com/aki',
    'javascript:aki',
    'aki@github.com',
  ]
  for (const typed of others) {
    it(`is not ${JSON.stringify(typed)}`, () => {
      assert.equal(githubLoginIn(typed), undefined)
    })
  }
})
