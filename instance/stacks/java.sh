# shellcheck shell=bash
# Java and Kotlin: an archive that Maven or Gradle builds with all it needs, such as Spring Boot's.

packages() {
  printf '%s\n' default-jdk-headless unzip
  if [[ -f pom.xml ]]; then echo maven; fi
}

# https://docs.spring.io/spring-boot/appendix/application-properties/
build() {
  note "Java $(java --version | sed -nE '1s/^[^ ]+ ([0-9]+).*/\1/p')"
  set_default SERVER_FORWARD_HEADERS_STRATEGY=native
  use_database
  if [[ -f pom.xml ]]; then
    say 'mvn package'
    mvn --batch-mode --no-transfer-progress -DskipTests package
  else
    say './gradlew assemble'
    sh ./gradlew --no-daemon --console=plain assemble
  fi
}

# Not in place of one in memory that the project starts with.
use_database() {
  local driver
  if [[ -z ${DB_HOST:-} ]] || { grep -qsE 'com\.h2database|hsqldb' pom.xml build.gradle build.gradle.kts &&
    ! grep -qsE 'jdbc:(mysql|mariadb|postgresql):' src/main/resources/application.@(properties|yml|yaml); }; then return 0; fi
  case ${DATABASE_URL:-} in
    postgres*) driver=postgresql ;;
    *) if grep -qsE 'mysql-connector' pom.xml build.gradle build.gradle.kts; then driver=mysql; else driver=mariadb; fi ;;
  esac
  set_default "SPRING_DATASOURCE_URL=jdbc:$driver://$DB_HOST:${DB_PORT:-}/${DB_NAME:-}" SPRING_DATASOURCE_USERNAME="${DB_USER:-}" SPRING_DATASOURCE_PASSWORD="${DB_PASSWORD:-}"
}

# What it listens on is said as Spring Boot, Quarkus, and Micronaut read it; others read PORT.
start() {
  local file
  for file in {,*/}target/quarkus-app/quarkus-run.jar {,*/}{target,build/libs}/*.@(jar|war) {,*/}build/quarkus-app/quarkus-run.jar; do
    if [[ $file != */original-* ]] && unzip -p "$file" META-INF/MANIFEST.MF 2>/dev/null | grep -q '^Main-Class:'; then
      printf 'SERVER_ADDRESS=$HOST SERVER_PORT=$PORT QUARKUS_HTTP_HOST=$HOST QUARKUS_HTTP_PORT=$PORT MICRONAUT_SERVER_PORT=$PORT exec java $JAVA_OPTS -jar %q\n' "$file"
      return 0
    fi
  done
}
