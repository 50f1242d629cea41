import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import { type App, itLives } from './stack-life.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

type Files = Record<string, string>

/**
 * A source of gems on the machine, made of those of Debian packages. Prints them as a lock file lists them. Since Rack 3, rackup is a gem of
 * its own; Debian 13 has no `gem generate_index`.
 */
const SERVE_GEMS = `set -e
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q -y install --no-install-recommends ruby ruby-rack ruby-webrick >/dev/null 2>&1
apt-get -q -y install --no-install-recommends ruby-rackup >/dev/null 2>&1 || true
mkdir -p /srv/gems/gems
for directory in /usr/share/rubygems-integration/all/gems/{rack,rackup,webrick}-[0-9]*; do
  cd "$directory" 2>/dev/null || continue
  gem=\${directory##*/}
  ruby -rrubygems/package -e 'spec = Gem::Specification.load(ARGV[0]); spec.files = Dir["{bin,lib}/**/*"].select { |file| File.file?(file) }
    Gem::Package.build(spec, true, false, ARGV[1])' "../../specifications/$gem.gemspec" "/srv/gems/gems/$gem.gem" >/dev/null
done
cd /srv/gems
ruby -rfileutils -rzlib -rrubygems/package -e '
  specs = Dir["gems/*.gem"].map { |file| Gem::Package.new(file).spec }
  list = specs.map { |spec| [spec.name, spec.version, spec.original_platform] }
  {"specs" => list, "latest_specs" => list, "prerelease_specs" => []}.each do |name, index|
    File.binwrite("#{name}.4.8.gz", Gem::Util.gzip(Marshal.dump(index)))
  end
  FileUtils.mkdir_p("quick/Marshal.4.8")
  specs.each do |spec|
    puts "    #{spec.name} (#{spec.version})"
    spec.runtime_dependencies.each { |needed| puts "      #{needed.name} (#{needed.requirement})" }
    spec.sanitize
    File.binwrite("quick/Marshal.4.8/#{spec.full_name}.gemspec.rz", Zlib::Deflate.deflate(Marshal.dump(spec)))
  end'
systemd-run --quiet python3 -m http.server --directory /srv/gems --bind 127.0.0.1 8808
`
const SOURCE = 'http://127.0.0.1:8808'

const rackApp = (word: string) => `run ->(env) do
  File.write("data/note.txt", "kept") if env["PATH_INFO"] == "/write"
  note = File.exist?("data/note.txt") ? File.read("data/note.txt") : "none"
  [200, {"content-type" => "text/plain"}, ["${word} #{ENV["SHADE"]} #{note} #{ENV["RACK_ENV"]} #{ENV["SESSION_SECRET"]}"]]
end
`

describe('a Ruby project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let lock = ''
  /** Debian's, without its last number. */
  let ruby = ''
  /** Lines of a Gemfile. */
  let gems = ''
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
    const specs = (await machine.sh(SERVE_GEMS)).trimEnd()
    const names = [...specs.matchAll(/^ {4}(\w+)/gm)].map(([, name = '']) => name)
    gems = names.map((name) => `gem "${name}"\n`).join('')
    ruby = await machine.sh('ruby -e "print RUBY_VERSION[/[0-9]+.[0-9]+/]"')
    lock = ['GEM', `  remote: ${SOURCE}/`, '  specs:', specs, '', 'PLATFORMS', '  arm64-darwin-24', ''].join('\n')
    lock += `\nDEPENDENCIES\n${names.map((name) => `  ${name}\n`).join('')}\nBUNDLED WITH\n   2.9.9\n`
  })
  after(() => fixture.close())

  const repository = async (name: string, files: Files) => {
    const { cloneUrl, push } = await fixture.repository(name, files)
    return async (changes?: Files): Promise<JobResult> => {
      if (changes !== undefined) await push(changes, 'Change')
      return runSetUp(machine, cloneUrl)
    }
  }
  const text = async (path = '/') => (await visit(machine, path)).text

  it('with Rack and no server gets one', async () => {
    const rack = /^ {4}rack \(.*\)$/m.exec(lock)?.[0] ?? assert.fail(lock)
    const deploy = await repository('serverless', {
      Gemfile: `source "${SOURCE}"\ngem "rack"`,
      'Gemfile.lock': `GEM\n  remote: ${SOURCE}/\n  specs:\n${rack}\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rack\n`,
      'config.ru': rackApp('medlars'),
    })
    assertDone(await deploy())
    assert.match(await text(), /^medlars .*production/)
  })

  it('with a Procfile is started by that', async () => {
    const deploy = await repository('procfile', {
      Gemfile: `source "${SOURCE}"\n${gems}`,
      'Gemfile.lock': lock,
      Procfile: 'web: bundle exec ruby server.rb\n',
      'config.ru': rackApp('not this'),
      'server.rb': `require "webrick"
server = WEBrick::HTTPServer.new(BindAddress: "127.0.0.1", Port: ENV["PORT"])
server.mount_proc("/") { |_, response| response.body = "by the Procfile" }
server.start
`,
    })
    assertDone(await deploy())
    assert.equal(await text(), 'by the Procfile')
  })

  it('with Middleman is built', async () => {
    const deploy = await repository('middleman', {
      Gemfile: 'gem "middleman", path: "own"\n',
      'own/middleman.gemspec': `Gem::Specification.new("middleman", "4.5") do |gem|
  gem.summary = gem.author = "Plum"
  gem.bindir = "exe"
  gem.executables = gem.files = ["middleman"]
end
`,
      'own/exe/middleman':
        '#!/usr/bin/env ruby\nDir.mkdir("build")\nFile.write("build/index.html", "Figs by #{ARGV.join}")\n',
    })
    assertDone(await deploy())
    assert.equal(await text(), 'Figs by build')
  })

  it("with Jekyll and no Gemfile is built by Debian's, at the top of its host", async () => {
    const deploy = await repository('jekyll', {
      '_config.yml': 'title: Plum\nbaseurl: /shop\nplugins:\n  - jekyll-sitemap\n',
      'index.md': '---\n---\n{{ site.title }} at {{ "/a.html" | absolute_url }}\n',
    })
    assertDone(await deploy())
    assert.equal(await text(), '<p>Plum at https://plum.test.example.com/a.html</p>\n')
    assert.match(await text('/sitemap.xml'), /<urlset/)

    const broken = await deploy({ 'index.md': '---\n---\n{% nothing %}\n' })
    assert.ok(!broken.ok && broken.reason === 'build-failed', JSON.stringify(broken))
    assert.match(broken.log, /Unknown tag 'nothing'/)
    assert.match(await text(), /^<p>Plum at/)
  })

  it('with Jekyll as GitHub Pages once had it is built all the same', async () => {
    const deploy = await repository('old-jekyll', {
      '_config.yml': 'markdown: redcarpet\nhighlighter: pygments\nrelative_permalinks: true\nbaseurl: /\npaginate: 2\n',
      '_posts/2015-01-01-plums.md': '---\ntitle: Plums\n---\n**Plums** {% gist plum/1 %}\n',
      'index.html':
        '---\n---\n{{ site.baseurl }}feed{% for post in paginator.posts %} {{ post.content | strip }}{% endfor %}',
    })
    assertDone(await deploy())
    assert.match(await text(), /^\/feed <p><strong>Plums<\/strong> .*gist\.github\.com\/plum\/1/)
  })

  const gemfile = (wanted = `${ruby}.99`) => `source "${SOURCE}"\nruby "${wanted}"\n${gems}`
  /** By Debian's Ruby, a lock file for other platforms, and with a secret of its own. */
  const rack: App = {
    name: 'with Rack',
    files: (word) => ({ Gemfile: gemfile(), 'Gemfile.lock': lock, 'config.ru': rackApp(word) }),
    settings: { sharedDirectories: ['data'] },
    rest: /^ production [0-9a-f]{64}$/,
    log: /^Rack \(config\.ru\)[^]*Debian's Ruby (3\.\d+)\.\d+ stands for \1\.99[^]*Installing gems/,
    write: (machine) => visit(machine, '/write'),
    failingBuild: [{ Gemfile: 'gem "nothing-of-the-kind"\n' }, 'build-failed', /nothing-of-the-kind/],
    failingStart: [{ 'config.ru': 'raise "no fruit"\n' }, /no fruit/],
  }
  itLives(rack, () => ({ fixture, machine }))

  describe('of a later version', () => {
    it('stays as it was when no such Ruby is to be had', async () => {
      const deploy = await repository('later', { Gemfile: gemfile('~> 9.8'), 'config.ru': rackApp('pears') })
      const unknown = await deploy()
      assert.ok(!unknown.ok, JSON.stringify(unknown))
      assert.match(unknown.log, /Ruby ~> 9\.8 \(Gemfile\) can't be had\. The machine has 3\.\d+\.\d+\./)
      assert.match(await text(), /^apples/)
    })
  })
})

function assertDone(result: JobResult): void {
  assert.ok(result.ok, JSON.stringify(result))
}
