import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log =~ /20260101120000  20260101120000  create_users  applied  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  postgres  \d+ ms  script/
assert log =~ /20260102120000  - +later +pending +none/
assert log.contains('Migrations: 1 applied, 1 pending.')
assert log.contains('Last: apply (20260101120000) on ')
assert log.contains('Queries about this history, for psql: target/dbsage/status.sql')
assert !log.substring(log.indexOf(':status (default-cli)')).contains('Applied 1 migration') : 'status only looks'
assert report.goal == 'status'
assert report.verdict == 'passed'
assert report.steps*.state == ['applied', 'pending']
assert report.steps*.standing*.rollback == ['script', 'none']
assert report.history.counts.applied == 1
assert report.drift == [changed: [], missing: [], out_of_order: [], schema: [file: null, added: [], removed: [], changed: [], owners: []]]
assert log.contains("The schema is as the applied file makes it.")
assert new File(basedir, report.history.queries).text.contains('FROM "public"."schema_migrations"')
