import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('Schema public has no tables of DB Sage yet: nothing is recorded.')
assert log =~ /on project status-pending-failure: 2 migrations are pending on postgres \(127\.0\.0\.1:\d+\), and dbsage\.failOnPending is set\. -> \[Help 1\]/
assert log.contains('The first one is 20260101120000_create_users.')
assert log.contains('Run mvn dbsage:apply, or leave dbsage.failOnPending out.')
assert report.verdict == 'failed'
assert report.error.code == 'PENDING'
assert report.steps*.state == ['pending', 'pending']
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
