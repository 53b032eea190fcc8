import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert report.goal == 'status'
assert report.steps*.state == ['applied']
assert log =~ /20260101120000\s+create_users\s+yes\s+applied/
