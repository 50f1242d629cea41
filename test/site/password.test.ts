import assert from 'node:assert/strict'
import { checkAccessUser, checkPassword, MAX_PASSWORD_BYTES } from '../../src/site/password.ts'
import { generatePassword, hashPassword, passwordMatches } from '../../src/control/passwords.ts'
import { refuses } from './user-errors.ts'

describe('generatePassword', () => {
  const passwords = Array.from({ length: 1000 }, generatePassword)
  const letters = passwords.join('').replaceAll('-', '')

  it('is three groups of five', () => {
    for (const password of passwords) assert.match(password, /^[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}$/)
  })

  it('has no letters that look alike, and enough of the others for 60 bits', () => {
    assert.doesNotMatch(letters, /[ilo01]/)
    const alphabet = new Set(letters)
    assert.ok(15 * Math.log2(alphabet.size) >= 60, `${alphabet.size} letters`)
    // Each of 31 is expected 484 times; six standard deviations are 130.
    for (const letter of alphabet) assert.ok(Math.abs(letters.split(letter).length - 1 - 484) < 130, letter)
  })

  it('never comes twice, and passes the check', () => {
    assert.equal(new Set(passwords).size, passwords.length)
    for (const password of passwords) assert.equal(checkPassword(password, 'plum'), password)
  })
})

describe('checkPassword', () => {
  it('wants eight letters, whatever their bytes', () => {
    refuses(() => checkPassword('1234567', 'plum'), 'password-short', { min: 8 })
    // Seven letters, fourteen UTF-16 units.
    refuses(() => checkPassword('🍑'.repeat(7), 'plum'), 'password-short', { min: 8 })
    for (const password of ['🍑'.repeat(8), 'a b:c"$\'']) assert.equal(checkPassword(password, 'plum'), password)
  })

  it('takes as many bytes as bcrypt reads', () => {
    for (const fits of ['x'.repeat(MAX_PASSWORD_BYTES), 'あ'.repeat(24), '🍑'.repeat(18)]) {
      assert.equal(checkPassword(fits, 'plum'), fits)
      refuses(() => checkPassword(`${fits}x`, 'plum'), 'password-long', { max: 72 })
    }
  })

  it('refuses the most common ones, also in capitals', () => {
    for (const common of ['12345678', 'password', 'PassWord', 'qwertyuiop', 'trustno1', 'iloveyou1', '1qaz2wsx3edc'])
      refuses(() => checkPassword(common, 'plum'), 'password-common')
  })

  it('takes all others', () => {
    // With hashes of three bytes it refused about twenty of these.
    for (let index = 0; index < 100_000; index++) checkPassword(`moss-${index}-heron`, 'plum')
  })

  it("refuses the site's name with little beside it", () => {
    for (const [password, name] of [
      ['spring-sale', 'spring-sale'],
      ['Spring Sale 2026!', 'spring-sale'],
      ['plumplum', 'plum'],
      ['2026.plum', 'plum'],
    ] as const)
      refuses(() => checkPassword(password, name), 'password-like-name', { name, min: 8 })
    assert.equal(checkPassword('plum-tree-2026', 'plum'), 'plum-tree-2026')
    // In a short name's letters there is no name.
    assert.equal(checkPassword('a-banana', 'a'), 'a-banana')
  })
})

describe('hashPassword', () => {
  it('keeps a hash that web servers know, from which only the password itself is recognised', async () => {
    const longest = `${'x'.repeat(MAX_PASSWORD_BYTES - 1)}y`
    const hash = await hashPassword(longest)
    // A hash at a lower cost is found sooner by whoever gets hold of it.
    assert.match(hash, /^\$2[by]\$08\$[./A-Za-z0-9]{53}$/)
    assert.ok(await passwordMatches(longest, hash))
    assert.ok(!(await passwordMatches('x'.repeat(MAX_PASSWORD_BYTES), hash)))
    assert.notEqual(await hashPassword(longest), hash)
  })
})

describe('checkAccessUser', () => {
  it('accepts plain names', () => {
    for (const user of ['a', 'guest', 'Aki.Mori', 'aki@example.com', 'u_1-2', 'x'.repeat(64)]) {
      assert.equal(checkAccessUser(user), user)
    }
  })

  it('refuses what a password file, a header or a command would trip over', () => {
    const users = ['', ' ', 'a:b', 'a b', 'a\n', 'a\nroot:x', '-c', '.a', '#a', 'ü', 'a"', '$(id)', 'x'.repeat(65)]
    for (const user of users) refuses(() => checkAccessUser(user), 'access-user-invalid')
  })
})
