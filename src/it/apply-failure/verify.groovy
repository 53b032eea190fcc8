import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('20260102120000_break.sql:4:26')
assert log.contains('column "nickname" of relation "users" does not exist')
assert !log.contains('\tat io.github.dbsage') : 'no stack trace without -e'
assert report.verdict == 'failed'
assert report.error.sqlstate == '42703'
assert report.error.line == 4
assert report.error.column == 26
assert report.steps*.state == ['applied', 'failed']
