import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { TestMachine } from './test-machine.ts'

const CARGO = '[package]\nname = "shop"\nversion = "1.0.0"\nedition = "2021"\n'

const shop = (word: string) => `use std::{env, fs, io::prelude::*, net::TcpListener};

fn main() {
    let listener = TcpListener::bind(format!("127.0.0.1:{}", env::var("PORT").unwrap())).unwrap();
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let note = fs::read_to_string("data/note.txt").unwrap_or("none".to_string());
        let key = env::var("HMAC_KEY").unwrap().len();
        let page = format!("${word} {} {} {} {}", env::var("SHADE").unwrap(), note, env::var("ROCKET_ADDRESS").unwrap(), key);
        let _ = write!(stream, "HTTP/1.0 200 OK\\r\\ncontent-type: text/plain\\r\\n\\r\\n{}", page);
    }
}
`

const RUST: App = {
  name: 'with two commands',
  files: (word) => ({
    'Cargo.toml': CARGO,
    'src/main.rs': shop(word),
    'src/bin/tool.rs': 'fn main() {}\n',
    '.env.sample': 'HMAC_KEY={random}\n',
  }),
  settings: { sharedDirectories: ['data'] },
  rest: /^ 127\.0\.0\.1 64$/,
  log: /^Rust \(Cargo\.toml\)[^]*Compiling shop/,
  write: writesNote('data/note.txt'),
  failingBuild: [{ 'src/main.rs': 'fn main() { nothing() }\n' }, 'build-failed', /cannot find function `nothing`/],
  failingStart: [{ 'src/main.rs': 'fn main() { panic!("no fruit") }\n' }, /no fruit/],
}

describe('a Rust project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  itLives(RUST, () => ({ fixture, machine }))
})
