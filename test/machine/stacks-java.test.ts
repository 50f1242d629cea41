import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { TestMachine } from './test-machine.ts'

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-jar-plugin</artifactId>
        <configuration><archive><manifest><mainClass>Shop</mainClass></manifest></archive></configuration>
      </plugin>
    </plugins>
  </build>
</project>
`

const shop = (word: string, more = '') => `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.*;

public class Shop {
  public static void main(String[] arguments) throws Exception {
    ${more}
    int port = Integer.parseInt(System.getenv("SERVER_PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("SERVER_ADDRESS"), port), 0);
    server.createContext("/", exchange -> {
      Path note = Path.of("data/note.txt");
      String page = String.join(" ", "${word}", System.getenv("SHADE"), Files.exists(note) ? Files.readString(note) : "none",
        System.getenv("SPRING_DATASOURCE_URL"));
      exchange.sendResponseHeaders(200, page.length());
      exchange.getResponseBody().write(page.getBytes());
      exchange.close();
    });
    server.start();
  }
}
`
const MAIN = 'src/main/java/Shop.java'

/** With the address of its database as Spring Boot reads it. */
const JAVA: App = {
  name: 'by Maven',
  files: (word) => ({ 'pom.xml': POM, [MAIN]: shop(word), 'app.json': '{"env":{"DB_HOST":"db","DB_NAME":"fruit"}}' }),
  settings: { sharedDirectories: ['data'] },
  rest: /^ jdbc:mariadb:\/\/db:\/fruit$/,
  log: /^Java \(pom\.xml\)[^]*BUILD SUCCESS/,
  write: writesNote('data/note.txt'),
  failingBuild: [{ [MAIN]: 'public class Shop { int fruit = none; }' }, 'build-failed', /cannot find symbol/],
  failingStart: [
    {
      [MAIN]: shop('pears', 'if (port() > 0) throw new Exception("no fruit");').replace(
        /}\n$/,
        'static int port() { return 1; }\n}\n',
      ),
    },
    /no fruit/,
  ],
}

describe('a Java project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  itLives(JAVA, () => ({ fixture, machine }))
})
