import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = { goal -> new JsonSlurper().parse(new File(basedir, "target/dbsage/${goal}.json"), 'UTF-8') }
String file = new File(basedir, 'src/main/db/migrations/20251027120000_add_users_table.sql').getText('UTF-8')

def plan = report('validate-plan')
assert plan.verdict == 'passed'
assert plan.findings.findAll { it.severity == 'error' }.isEmpty()
assert plan.findings*.rule.contains('CHECKSUM_HEADER') : 'the SHA-256 of nothing is no stamp'
assert plan.steps*.statement_count == [0, 1]
assert log.contains('20251027120000_add_users_table.sql: the plugin keeps this record itself, so these are not run: INSERT on schema_migrations (line 9), UPDATE on schema_migrations (line 35)')
assert log.contains('CREATE TABLE schema_migrations (line 1)')

assert file.startsWith('-- Migration: 20251027120000_add_users_table\n-- Checksum: ')
assert !file.startsWith('-- Migration: 20251027120000_add_users_table\n-- Checksum: e3b0c442')

assert log =~ /✓ 20251027110000_setup +0 statements/
assert log =~ /✓ 20251027120000_add_users_table +1 statement /
assert report('verify-checksums').verdict == 'passed'
assert report('verify-checksums').findings.isEmpty()
assert log.contains('The database is up to date: 2 migrations applied.')
assert report('apply').steps.isEmpty() : 'the second apply had nothing to do'
