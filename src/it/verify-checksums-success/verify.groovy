import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert new File(basedir, 'src/main/db/migrations/20260101120000_create_users.sql').getText('UTF-8') =~ /(?m)^-- Checksum: [0-9a-f]{64}$/
assert report.goal == 'verify-checksums'
assert report.verdict == 'passed'
assert report.findings.isEmpty()
