import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('PostgreSQL 14')
assert log.contains('the embedded server is stopped')
assert !new File(basedir, 'target/dbsage/embedded.properties').exists()
