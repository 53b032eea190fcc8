import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert !new File(basedir, 'pom.xml').exists()
assert log.contains('Applied 1 migration in ')
assert report.goal == 'status'
assert report.steps*.state == ['applied']
assert basedir.list().every { !it.contains('\$') } : 'no folder with the name of a placeholder'
