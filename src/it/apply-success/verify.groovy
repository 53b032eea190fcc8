import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('20260101120000_create_users')
assert log.contains('20260102120000_index_users')
assert report.goal == 'apply'
assert report.verdict == 'passed'
assert report.database.server_version.startsWith('18')
assert report.steps.isEmpty() : 'the second apply had nothing to do'
assert log.contains('up to date')
