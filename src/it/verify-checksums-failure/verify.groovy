import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('src/main/db/migrations/20260101120000_create_users.sql:1:1')
assert log =~ /on project verify-checksums-failure: The file was changed after it was stamped.* \(src\/main\/db\/migrations\/20260101120000_create_users\.sql:1:1\) -> \[Help 1\]/
assert report.verdict == 'failed'
assert report.findings*.rule == ['CHECKSUM_HEADER']
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
