import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log =~ /20260101120000 +create_users +yes +applied +applied +/
assert log =~ /20260102120000 +later +yes +- +pending/
assert !log.substring(log.indexOf(':status (default-cli)')).contains('Applied 1 migration') : 'status only looks'
assert report.goal == 'status'
assert report.verdict == 'passed'
assert report.steps*.state == ['applied', 'pending']
