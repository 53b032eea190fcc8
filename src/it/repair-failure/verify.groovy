import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('on project repair-failure: 20260101120000_create_orders is recorded as applied: there is no failure. -> [Help 1]')
assert log.contains('If it was undone by hand: mvn dbsage:repair -Ddbsage.version=20260101120000 -Ddbsage.to=reverted -Ddbsage.reason="why"')
assert report.verdict == 'failed'
assert report.error.code == 'REPAIR_STATE'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
