import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('2 migrations, 2 pending')
assert log =~ /✓ 20260101120000_create_users +2 statements/
assert log =~ /✓ 20260102120000_index_users +1 statement /
assert log.contains('Applied 2 migrations in ')
assert log.contains('The database is up to date: 2 migrations applied.')
assert report.goal == 'apply'
assert report.verdict == 'passed'
assert report.database.server_version.startsWith('18')
assert report.steps.isEmpty() : 'the second apply had nothing to do'
