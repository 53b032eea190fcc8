import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('  at src/main/db/migrations/20260102120000_break.sql:4:26')
assert log.contains('SQLSTATE 42703')
assert log.contains('on project dry-run-failure: column "nickname" of relation "users" does not exist (src/main/db/migrations/20260102120000_break.sql:4:26) -> [Help 1]')
assert report.verdict == 'failed'
assert report.error.sqlstate == '42703'
assert report.error.line == 4
assert report.error.column == 26
assert report.steps*.state == ['applied', 'failed']
assert report.steps[0].rollback.state == 'proven'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
