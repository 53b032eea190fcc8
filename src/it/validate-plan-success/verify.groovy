import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('validate-plan passed in ')
assert report.goal == 'validate-plan'
assert report.verdict == 'passed'
assert report.database == null
assert report.steps*.version == ['20260101120000']
