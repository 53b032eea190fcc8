import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log =~ /Started PostgreSQL 15/
assert log.contains('3 migrations, 2 pending')
assert report.steps*.version == ['20260101120000', '20260102120000']
assert report.steps*.state == ['applied', 'applied']
