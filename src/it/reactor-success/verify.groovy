import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'with/target/dbsage/apply.json'), 'UTF-8')
assert report.steps*.state == ['applied']
assert new File(basedir, 'with/target/dbsage/status.json').exists()
assert !new File(basedir, 'target/dbsage').exists()
assert !new File(basedir, 'without/target/dbsage').exists()
assert log.count('No migrations in this module') == 4 : 'two goals in the root and in the module without'
