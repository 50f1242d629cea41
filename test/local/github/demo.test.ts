import assert from 'node:assert/strict'
import { readDemo } from '../../../src/local/github/demo.ts'

describe('readDemo', () => {
  it('gives repositories with published pages, and teams with real keys', async () => {
    const { repositories, teams } = await readDemo()
    assert.deepEqual(
      repositories.map(({ name, branches }) => [name, ...branches.map((branch) => branch.name)]),
      [
        ['acme/website', 'main', 'feature/spring-sale'],
        ['acme/shop-api', 'main', 'develop'],
        ['acme/guestbook', 'main'],
        ['acme/calendar', 'main'],
      ],
    )
    const [main, sale] = repositories[0]?.branches ?? []
    assert.doesNotMatch(main?.commits[0]?.files['public/index.html'] ?? assert.fail(), /Spring sale/)
    assert.match(sale?.commits[0]?.files['public/index.html'] ?? assert.fail(), /Spring sale/)
    assert.deepEqual(Object.keys(teams).toSorted(), ['design', 'web-team'])
    for (const { login, publicKeys } of teams['web-team'] ?? assert.fail()) {
      const blob = Buffer.from(publicKeys[0]?.split(' ')[1] ?? '', 'base64')
      assert.equal(blob.length, 51, login)
      assert.equal(blob.subarray(4, 15).toString(), 'ssh-ed25519')
    }
  })
})
