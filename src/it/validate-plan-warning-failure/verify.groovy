import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log =~ /on project validate-plan-warning-failure: .+ \(src\/main\/db\/migrations\/20260101120000_create_users\.sql:2:1\) \(dbsage\.failOn=warning\) -> \[Help 1\]/
assert report.verdict == 'failed'
assert report.findings*.severity == ['warning']
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
