import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('The goal adopt was not told up to which version the database stands already. (ADOPT_VERSION)')
assert log.contains('20260101120000_create_orders')
assert log.contains('mvn dbsage:adopt -Ddbsage.from=none -Ddbsage.version=20260101000000 takes it over with every file still to be run')
assert log.contains('on project adopt-failure: The goal adopt was not told up to which version the database stands already. -> [Help 1]')
assert report.verdict == 'failed'
assert report.error.code == 'ADOPT_VERSION'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'
