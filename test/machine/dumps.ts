import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { Member } from './member.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** As newer versions of pg_dump have them, of a server with other accounts. */
const NEWER_POSTGRESQL = String.raw`--
-- PostgreSQL database dump
--

\restrict dbhcQZ

-- Dumped from database version 17.2
SET statement_timeout = 0;
SET transaction_timeout = 0;
SET timeout_of_a_later_version = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
CREATE TABLE public.words (
    word character varying(40)
);
ALTER TABLE public.words OWNER TO production;
COPY public.words (word) FROM stdin;
from-later
GRANT ALL ON words TO x;
\.
GRANT ALL ON TABLE public.words TO production;

--
-- PostgreSQL database dump complete
--

\unrestrict dbhcQZ
`

const MYSQL_8 = `-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
SET @@SESSION.SQL_LOG_BIN= 0;
SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'c0ffee00-1111-2222-3333-444455556666:1-100,
d0ffee00-1111-2222-3333-444455556666:1-5';
CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`production\` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci */;
USE \`production\`;
DROP TABLE IF EXISTS \`words\`;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE \`words\` (
  \`word\` varchar(40) COLLATE utf8mb4_0900_as_cs DEFAULT NULL,
  \`ja\` varchar(40) COLLATE utf8mb4_ja_0900_as_cs_ks DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO \`words\` VALUES ('utf8mb4_0900_ai_ci','梅'),('from-8',NULL);
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`%\`*/ /*!50003 TRIGGER \`upper_words\` BEFORE INSERT ON \`words\` FOR EACH ROW SET NEW.ja = UPPER(NEW.word) */;;
DELIMITER ;
DELIMITER ;;
CREATE DEFINER=\`root\`@\`%\` PROCEDURE \`count_words\`()
BEGIN
  SELECT COUNT(*) FROM words;
END ;;
DELIMITER ;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
/*!50001 VIEW \`some_words\` AS select \`words\`.\`word\` AS \`word\` from \`words\` */;
-- Dump completed on 2026-11-29  9:00:00
`

/** What \`pokopoko db\` does with a machine's databases, whose one table holds \`a\`. Both have to be as they were afterwards. */
export function itDumpsAndLoads(machine: () => TestMachine, nadia: () => Member): void {
  const does = (command: string, stdin: string | Buffer = '') => nadia().does(machine(), command, stdin)
  const says = async (command: string, stdin?: string | Buffer) => {
    const { code, stdout, stderr } = await does(command, stdin)
    assert.equal(code, 0, `${command}: ${stdout}${stderr}`)
    return stdout + stderr
  }
  const words = async (service: string) => {
    const query =
      service === 'mariadb' ? 'SELECT word FROM words ORDER BY word' : 'SELECT word FROM words ORDER BY word;'
    return (await says(`pokopoko db --service ${service} console`, query))
      .match(/^ ?(a|b|from-.*)$/gm)
      ?.map((one) => one.trim())
  }
  const page = async () => (await visit(machine())).text

  for (const service of ['postgresql', 'mariadb']) {
    const db = `pokopoko db --service ${service}`

    it(`are dumped, and take the dump again: ${service}`, async () => {
      const { code, stdout: dump, stderr } = await does(`${db} dump`)
      assert.deepEqual([code, stderr], [0, ''])
      assert.match(dump, /words/)
      assert.doesNotMatch(dump, /OWNER TO|sandbox mode/)
      const refused = await does(`${db} load`, dump)
      assert.deepEqual(
        [refused.code, refused.stderr],
        [1, 'pokopoko: The database has data. To replace all of it, add --yes.\n'],
      )
      assert.match(await says(`${db} load --yes`, dump.replaceAll(/\ba\b(?=\n|')/g, 'b')), /^Loaded\./m)
      assert.deepEqual(await words(service), ['b'])
      assert.match(await page(), new RegExp(`${service}=b`))
      assert.match(await says(`${db} load --yes`, gzipSync(dump)), /^Loaded\./m)
      assert.deepEqual(await words(service), ['a'])
    })

    it(`stay as they are when a dump can't be loaded: ${service}`, async () => {
      const { stdout: dump } = await does(`${db} dump`)
      for (const [bad, why] of [
        [`${dump}\nSELECT no_such_column;\n`, /no_such_column[^]*as it was before/],
        [dump.slice(0, dump.lastIndexOf('words')), /cut off|was not loaded/],
        [dump.replace(/^-- (PostgreSQL database dump complete|Dump completed).*$/m, ''), /cut off/],
        [gzipSync(dump).subarray(0, -20), /as it was before/],
        ['', /no tables/],
        [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]), /packed in a way/],
        [
          service === 'mariadb' ? 'PGDMP\0\0' : '-- MySQL dump 10.13\nCREATE TABLE `a` (`b` int);\n',
          /as it was before/,
        ],
        [`${dump}\n\\! touch /tmp/by-a-dump\n`, /as it was before/],
      ] as const) {
        const { code, stderr } = await does(`${db} load --yes`, bad)
        assert.match(stderr, why, String(bad).slice(-100))
        assert.equal(code, 1)
      }
      assert.equal((await machine().exec(['test', '-e', '/tmp/by-a-dump'])).code, 1)
      assert.deepEqual(await words(service), ['a'])
    })
  }

  it('take dumps of pg_dump in its own format, and plain ones of newer servers', async () => {
    const db = 'pokopoko db --service postgresql'
    await machine().sh(
      'cd /tmp; setpriv --reuid postgres --regid postgres --init-groups pg_dump -Fc app > /tmp/custom.dump; chmod 644 /tmp/custom.dump',
    )
    assert.match(await says(`${db} load /tmp/custom.dump -y`), /^Loaded/m)
    assert.deepEqual(await words('postgresql'), ['a'])
    const said = await says(`${db} load --yes`, NEWER_POSTGRESQL)
    assert.match(said, /Left out, because this server doesn't have it:\n[^]*timeout_of_a_later_version[^]*Loaded/)
    const loaded = await says(`${db} console`, 'SELECT word FROM words;')
    assert.match(loaded, /from-later\n GRANT ALL ON words TO x;/)
    await says(`${db} load /tmp/custom.dump --yes`)
  })

  it("take dumps of MySQL 8: other accounts' views and triggers, collations, replication", async () => {
    const db = 'pokopoko db --service mariadb'
    const { stdout: dump } = await does(`${db} dump`)
    assert.match(await says(`${db} load --yes`, MYSQL_8), /utf8mb4_0900_…\) became[^]*Loaded/)
    const query =
      'CALL count_words(); INSERT INTO words (word) VALUES ("new"); SELECT * FROM words ORDER BY word; SELECT COUNT(*) FROM some_words'
    assert.equal(
      await says(`${db} console`, query),
      'COUNT(*)\n2\nword\tja\nfrom-8\tNULL\nnew\tNEW\nutf8mb4_0900_ai_ci\t梅\nCOUNT(*)\n3\n',
    )
    await says(`${db} load --yes`, dump)
    assert.deepEqual(await words('mariadb'), ['a'])
  })

  it('are asked about by the name of the site, at a terminal', async () => {
    await does('pokopoko db --service mariadb dump >dump.sql')
    const refused = await nadia().logsIn(machine(), 'pokopoko db --service mariadb load dump.sql; exit\nplumb\n')
    assert.match(refused.stdout, /Type the name of the site[^]*Nothing was changed/)
    const { stdout } = await nadia().logsIn(machine(), 'pokopoko db --service mariadb load dump.sql; exit\nplum\n')
    assert.match(stdout, /Type the name of the site[^]*Loaded/)
  })
}
