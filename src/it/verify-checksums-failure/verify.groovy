import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert report.verdict == 'failed'
assert report.findings*.rule == ['CHECKSUM_HEADER']
assert log.contains('20260101120000_create_users.sql:1:')
assert !log.contains('\tat io.github.dbsage')
